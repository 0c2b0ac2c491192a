"""The rules as plain values: what the law and the service's policy say on one day.

Nothing is read from a file here.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
