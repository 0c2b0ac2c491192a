"""Reports: proposed, approved as a whole, published, and the registers of measures and initiatives.

Figures are counted elsewhere.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
