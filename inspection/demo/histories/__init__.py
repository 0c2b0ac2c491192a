"""Invented controls whose truth is known: what learning is measured on, and a city of elsewhere to try it with."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
