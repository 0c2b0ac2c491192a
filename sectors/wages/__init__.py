"""Wage scales as a file of rows: read strictly, all its faults at once, and written as dated lines of the rules.

It knows no amount, and it lays nothing over anything: what is taken in is decided in `inspection.acts.wages`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
