"""What addressees get: a referral is opened, addressed, and a bundle of it put into the outbox for each of them.

It never decides that there is a suspicion, and sends nothing: `referrals` and `delivery` do.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
