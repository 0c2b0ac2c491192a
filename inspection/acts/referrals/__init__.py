"""From a suspicion to its referral: decided, addressed, bundled and put into the outbox.

What comes back is in `answers`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
