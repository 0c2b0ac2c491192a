"""Rows of controls, their versions, files, drafts, reviews and frozen extracts."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
