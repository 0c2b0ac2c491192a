"""What a word of an office outside does in the office, inside the transaction in which it is taken in."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
