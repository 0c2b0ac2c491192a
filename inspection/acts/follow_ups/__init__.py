"""What somebody of ours still owes after a decision: opened by the act that asks for it, listed, chased, closed.

It sends nothing: what a follow-up's end tells an addressee is `aftercare`'s.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
