"""Visits that are booked with others or withdrawn from a finished plan; the search takes them as any other."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
