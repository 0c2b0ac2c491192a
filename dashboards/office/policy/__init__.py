"""Policy in the office: the register of what the coordination cell asked for, and that of what departments did.

It asks acts; neither register is about anybody, and the reports that tell of them are documents.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
