"""What pages say alike of a suspicion: what was decided, by which form of exploitation, what is owed after it.

It owns these words and the parts of templates that show them; who may read any of it is decided by the acts.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
