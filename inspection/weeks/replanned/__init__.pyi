from .happening import WeekEvents as WeekEvents
from .replanning import NewVersion as NewVersion
from .replanning import replan_week as replan_week
from .week_bound import bound_week as bound_week
