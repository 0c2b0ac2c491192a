"""A register after its intake: what was set aside, what changed, the history of one unit, what may be pruned."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
