"""Alerts: what somebody of the house must act on, raised once, and who is on call at this minute.

It decides nothing about a case.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
