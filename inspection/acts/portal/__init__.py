"""The portal of offices outside: its home, its keys and its people; nobody there reads the database of the office."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
