"""What was chosen week after week: against the objectives of the year, and why a list differs from the one before it.

It reads what proposed and approved weeks kept. It changes nothing, and tells neither of complaints, orders nor of lots.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
