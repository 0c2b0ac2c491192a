"""How common infringements are, whether targeting helps, whether it is fair: from draws and outcomes alone.

Plain values in, plain values out: no workplace, no register, no database, no clock. Every number has an interval; where
too many doors stayed shut the interval is bounds, and says so; where nothing can be said yet, that is what is said.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
