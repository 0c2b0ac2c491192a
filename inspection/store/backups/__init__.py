"""Backups of an installation: what it keeps, cut into sealed pieces that each lie in the vault once.

One form serves every restore: into the embedded database, into another folder, into PostgreSQL. Keys are never in it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
