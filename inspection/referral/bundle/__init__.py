"""The bundle of one addressee, and what is sent beside it or after it; each part has a hash."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
