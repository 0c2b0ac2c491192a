"""The views: what there is to see for signals, made from the registers by the framework and never by a signal.

A view is a frame of opaque keys and a few columns, each of which says of which lake columns it is made; it also says
which columns decide what rows it has. The as-of discipline is kept here: no row that is dated later than the day.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
