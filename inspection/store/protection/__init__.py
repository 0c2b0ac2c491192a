"""Rows of consent, notices and rosters of whoever is on call."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
