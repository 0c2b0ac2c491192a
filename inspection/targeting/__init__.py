"""Who may be visited, why, and who is: establish the workplaces of a day, measure signals, add points, select a week.

The path is `establish` → `measure` → `assess_all` → `select`. Every number is a sum with reasons; the random arm keeps
each eligible workplace's probability known and above zero; a signal sees opaque keys and its declared columns only.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
