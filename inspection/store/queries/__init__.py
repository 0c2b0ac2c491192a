"""Named queries: one question each, answered by frozen values and never by rows that are open."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
