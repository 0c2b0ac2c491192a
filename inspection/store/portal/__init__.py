"""Rows of the portal's own database: what each office outside is shown, and what its people say."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
