"""The portal: what an office outside is shown, what it says there, and how both cross between the two databases."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
