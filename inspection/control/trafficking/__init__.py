"""Trafficking: the elements of the offence for each person, the second reading, what is still open; nothing decided."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
