"""Situations that a jurist wrote: a filled control and what must follow from it, held against one set of rules or two.

Nothing here is stored and nobody is meant by it: the persons of a situation are invented. Rules are given, never read.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
