"""What is due is proposed for destruction, confirmed by a second person, destroyed; a legal hold stops it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
