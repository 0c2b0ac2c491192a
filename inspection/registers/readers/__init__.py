"""Reads what bodies publish, strictly: bytes to lines, lines to tables, every value judged, tables to a snapshot."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
