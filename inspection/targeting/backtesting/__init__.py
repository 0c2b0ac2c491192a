"""Would a score have found more than what was done? Rolling windows of the past, each seen from the day before it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
