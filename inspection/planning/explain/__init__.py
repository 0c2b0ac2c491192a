"""Why a visit has no place, and what would give it one; what leaves a finished plan is explained in `bookings`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
