"""A country assessed by district: divided into parts, each measured and assessed by a worker of its own, and joined.

What a worker gets hold of is what signals may see: opaque keys and declared columns, in files of its part. It never
learns which workplace a key stands for. The result is, to the byte, that of the whole country in one process.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
