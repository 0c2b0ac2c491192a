"""Findings that another service is competent for: proposed, permitted, passed on, answered.

Never a suspicion of trafficking.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
