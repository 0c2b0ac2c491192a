"""Backups: taken under load, read whole, restored elsewhere, rehearsed every night, and taken away in time.

It holds no key and copies none: whoever restores brings the keys from their own safe.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
