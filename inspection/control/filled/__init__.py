"""A filled control as a value: answers, persons, what was noted on site; nothing of what follows from it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
