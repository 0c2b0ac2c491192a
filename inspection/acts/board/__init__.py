"""The board and the case page of the office: each delivery with its state and clock, and one case.

Nothing is changed here; every look is written into the trail before anything is shown.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
