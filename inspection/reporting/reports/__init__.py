"""The reports of the house as content and as documents: note, cell, two-yearly, chapters.

Every number comes from a release.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
