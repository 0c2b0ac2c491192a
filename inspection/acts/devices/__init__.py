"""Devices: invited, enrolled, known by their secret, revoked, and the number given on one; never who signs in by hand.

A telephone whose days are over hands in what it holds and fetches nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
