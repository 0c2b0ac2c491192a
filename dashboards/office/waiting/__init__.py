"""What waits for somebody: alerts, changes for a second person, what is owed after a decision, answers and deadlines.

It owns the page of all that, the button that takes an alert on, and the pages of what is owed; it decides nothing of
when an alert is raised or something is owed.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
