"""Administration: who works here, who is rung, what registers brought, what is destroyed, and who looked at what.

Each page asks one question and lets one act be done; nothing here shows what somebody achieved.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
