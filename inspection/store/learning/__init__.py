"""Rows of what is learnt from: frames of eligible workplaces, signed papers, proposed cards, evaluations."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
