"""Referrals: the inspector decides, and addressees answer: by reference, telephone or signed answer, once each.

It owns the decision and what an answer changes. What is written and to whom is `bundles`', how it leaves `delivery`'s.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
