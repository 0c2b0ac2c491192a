"""Deliveries of registers that were held: looked at, released or rejected by a second person.

Reading them is `inspection.registers`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
