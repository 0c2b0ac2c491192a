"""Opening a store: its keys compared, its tables brought up to date; or only looked at, page by page."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
