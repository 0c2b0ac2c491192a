"""Controls: begun, saved, corrected, reviewed, and what goes with them; a suspicion is decided in `referrals`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
