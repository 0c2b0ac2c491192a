"""Trust: who may do what, and the trail of everything that was done or looked at.

Acts change rows only inside `audited_transaction` and ask `tx.require` there first, or `require_permission` where
nothing changes; `verify_trail` tells whether the history is still whole.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
