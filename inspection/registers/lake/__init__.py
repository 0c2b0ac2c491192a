"""The lake: dated snapshots that never change, read as of a day, and whether they still are what was taken in."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
