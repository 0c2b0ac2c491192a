"""Passkeys: making, listing and taking away one's own, and proving with one who one is."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
