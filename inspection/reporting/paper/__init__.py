"""How things stand on paper: typesetting, days and amounts in words, outlines of maps; it knows no case."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
