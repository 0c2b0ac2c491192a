"""Disclosure control: which counts may be shown so that nobody can be recognised, also beside earlier releases."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
