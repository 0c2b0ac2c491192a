"""The frame of a day: every workplace of a controlled sector, where it lies, and what may be read of the lake."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
