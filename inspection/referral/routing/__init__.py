"""Which offices must be told, by the place of the facts and the form of exploitation."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
