"""Places that nobody visits until a day: the list of those that one noted, the form that notes another, and each one.

It owns these pages and nothing else: who may note, see and lift a hold is decided by the acts, and no ground is asked.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
