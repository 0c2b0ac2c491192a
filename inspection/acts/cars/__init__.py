"""Cars of a district: which there are, when one is not there, and which team takes which on a day.

It knows nothing of who drives, and no place where a car was.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
