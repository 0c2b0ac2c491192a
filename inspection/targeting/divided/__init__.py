"""A country established by ranges and assessed by district: parts, each read by a worker of its own, and joined.

Who establishes reads the two registers that everybody may read. Who measures gets hold of what signals may see: opaque
keys and declared columns, in files of its part, and never learns which workplace a key stands for. The result is, to
the byte, that of the whole country in one process.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
