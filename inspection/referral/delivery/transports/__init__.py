"""Ways to an addressee besides the file drop: mail, SFTP, webhook; and telephone and paper, which people carry.

Each is imported where it is configured: their libraries cost a moment that a refused command should not pay.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
