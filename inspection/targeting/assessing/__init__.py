"""From signals to points: measured, binned by a dated card, added up with reasons."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
