"""How a control is kept: versions, decisions, checklists, files and frozen extracts; it judges nothing."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
