"""A week under way planned again: what is open, what the new version may not tell, and how good it can be.

It proposes by acts and never approves.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
