"""Who may look at what, and the entry in the trail that every look leaves; it changes no case."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
