"""Why a visit has no place, what would give it one, and what could stand in for it; it changes no plan."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
