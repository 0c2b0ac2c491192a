"""A checklist as it lies on paper: its chapters and numbers, the code of a page, and what was written on it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
