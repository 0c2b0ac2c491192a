"""A control filled in at the desk: how it is opened, and its pages; how it ends stands in `concluding`, beside it.

The draft in the store is all that it holds. A page puts what was typed on it into the draft as that stands by then, so
that two open pages lose nothing to each other.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
