"""Changing a key of a house: a new one is made known, what the old one sealed is sealed anew, and the old one goes."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
