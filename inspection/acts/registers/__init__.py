"""Deliveries of registers as acts: received and sealed, taken in each in its turn, decided on, kept and destroyed.

Reading them is `inspection.registers`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
