"""What is overdue, silent or running out, told to whoever can act on it; it never answers for anybody."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
