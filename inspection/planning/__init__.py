"""Rounds for teams: which controls each team makes on each day of a week, in which order and at what time.

`plan_rounds` places as many required visits as can be placed and then the most value, by a greedy start and ruin and
recreate; what cannot be placed comes with the named rule that keeps it out (`explain.RULES`) and what would help
(`explain.HELPS`). `verify` checks any plan against the same rules and shares no code with the planner; `upper_bound`
says what no plan of the week exceeds. Moments are minutes of the day on which the team-day starts, running on past
1440 after midnight.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
