"""The checklist of a sector: which questions are asked, when, and its faces as a form; it concludes nothing."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
