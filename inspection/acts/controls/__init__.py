"""Controls: begun, saved with the yes that comes with them, corrected, reviewed; a later yes is told to `referrals`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
