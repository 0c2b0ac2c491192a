"""What waits for somebody in the office: alerts, answers that are overdue, legal deadlines that are near.

It owns one page and the button that takes an alert on; it decides nothing of when an alert is raised.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
