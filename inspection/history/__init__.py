"""History that cannot be rewritten: signed checkpoints of the trail, whoever signs them, and where copies of them lie.

Nothing here opens the database: the office reads its own trail and asks; the witness follows it by itself and signs.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
