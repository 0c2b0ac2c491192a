"""What the coordination cell asked for, what departments did, and tables for readers of policy."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
