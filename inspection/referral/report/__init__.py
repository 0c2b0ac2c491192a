"""The first report: its elements, its words, its structured data, and what one addressee may read of it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
