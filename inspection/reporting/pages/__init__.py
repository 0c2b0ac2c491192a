"""The week in the reader's language: points as a sum, reasons, what was replanned, pages for the office."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
