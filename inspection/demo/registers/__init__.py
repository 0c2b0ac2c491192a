"""Synthetic registers in the native formats, over the whole country: what `vigie demo` writes.

Everything follows from a seed, a scale and a day, byte for byte. Nothing is taken from a real register: names are trade
words, persons' numbers can belong to nobody, enterprise numbers lie far above those in use. With a real extract of the
Crossroads Bank only the closed registers are invented, over its enterprises.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
