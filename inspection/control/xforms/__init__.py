"""Filled forms of ODK clients, opened and read strictly into the same control as every other face."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
