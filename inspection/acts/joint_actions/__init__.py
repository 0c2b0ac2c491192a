"""Joint actions with police and partner services: booked, moved, confirmed, called off.

The planner finds the minute.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
