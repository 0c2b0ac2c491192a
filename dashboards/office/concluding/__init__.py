"""How a control at the desk ends: what is missing, what follows, the suspicion decided, exhibits, and the saving.

It decides nothing by itself: what is missing, what follows and what may be saved, the acts of controls are asked.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
