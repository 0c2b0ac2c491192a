"""What the office shows each office outside: made from its own rows, nothing that was not addressed to it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
