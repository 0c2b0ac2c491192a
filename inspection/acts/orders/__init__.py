"""Visits that a magistrate ordered: who may know of them, and where they stand apart from the plan."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
