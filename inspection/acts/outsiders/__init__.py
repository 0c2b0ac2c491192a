"""People of offices outside: proposed by one person, let in by another, ended by one; never how they sign in."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
