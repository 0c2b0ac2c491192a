"""Reads the rule files, refuses what contradicts itself, and lays dated lines over each other."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
