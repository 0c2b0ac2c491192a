"""A team's visits for the calendar of a telephone: hour and code, for a device that proves itself at each call."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
