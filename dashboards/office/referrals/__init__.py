"""The pages of referrals in the office: the board of every delivery, and one case with what is done to it later."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
