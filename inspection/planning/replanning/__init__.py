"""The rest of a week planned again after what happened: what has begun stays, and each change has a cause."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
