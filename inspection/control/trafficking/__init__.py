"""Indicators of trafficking, strong signs, and what is still open; the rules propose, the inspector decides."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
