"""Proving who one is: enrolling with a code, signing in, proving it again, ending sessions, telling whose one is."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
