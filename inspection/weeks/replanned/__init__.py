"""A plan that stands, planned again or changed by hand: what is open, what a version may not tell, how good it can be.

It proposes by acts and never approves.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
