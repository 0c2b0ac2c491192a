"""What an inspector holds or hands over: the card of steps, words for the worker, the copy for an offender."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
