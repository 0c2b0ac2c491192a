"""The life of one delivery: its states, its answers, and the ways by which it travels."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
