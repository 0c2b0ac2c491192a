"""Papers of one case: first report, dossier, copy, link file and referral list.

Each shows what its reader may see.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
