"""Addresses of two registers compared: which street and which door an address means, and how surely.

`match_addresses` finds the point of an address in the address register; `contradictions` says where the register's
own REFNIS code and point do not fit. Both say what is known, and never pass a guess for a fact: what fits two streets
fits none. The words and limits are data, in sectors/common/addresses.yaml. `streets_near` draws the streets round a
point, for looking at.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
