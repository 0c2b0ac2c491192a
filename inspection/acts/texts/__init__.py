"""Text that somebody types on a page: kept while it is typed, and forgotten once it was sent."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
