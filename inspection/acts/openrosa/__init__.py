"""Controls that arrive from ODK Collect, Enketo and their like.

What they mean is decided as for any other control.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
