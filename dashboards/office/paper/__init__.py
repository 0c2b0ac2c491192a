"""Paper comes back: a page is opened by its code, and copied into a draft as it lies on the desk."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
