"""The pages of referrals in the office: the board of every delivery, and the page of one case."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
