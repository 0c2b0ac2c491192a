"""Who works here: the roster of teams and people, what changes of it, who works when; never how they prove it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
