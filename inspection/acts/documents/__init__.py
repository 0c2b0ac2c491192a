"""Documents: what was published, on one shelf within rights, opened and taken away with a trail, and drafts that wait.

It makes nothing new: a document is written from what another package published.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
