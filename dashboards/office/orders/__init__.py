"""Visits that a magistrate ordered: those that are open to a reader, the form that registers one, and who may see each.

It owns these pages and nothing else: to whom an order is open is decided by the acts, and no role alone opens one.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
