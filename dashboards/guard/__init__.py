"""The guard before everything that is served: who may call at all, who has signed in, which ways are open to anybody.

Whatever stands behind it asks `principal_in` who calls, and decides nothing about that itself.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
