"""What links one case to others: found, decided by people, handed to a cell as a file; no selection ever reads it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
