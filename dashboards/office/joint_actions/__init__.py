"""Joint actions in the office: the weeks to come with partners' answers, one action, and what is done about it.

It asks acts; which minute an action gets is the planner's, and who is away stands on the calendar of teams.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
