"""Cards from outcomes: a history, an additive fit, whole points, a proposal. No database, no clock, no name."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
