"""What the office, the teams and the addressees read: plan files, pages, carry sheets, calendars and referral lists.

Everything here turns plain values into bytes; nothing asks the store or the clock.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
