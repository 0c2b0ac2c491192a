"""What a team carries: the sheet of the day, the checklist on paper, the calendar.

Neither arm nor points are on it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
