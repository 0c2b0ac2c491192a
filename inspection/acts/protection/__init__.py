"""People found at work before anything else: consent, centres, guardians and notices; no finding depends on it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
