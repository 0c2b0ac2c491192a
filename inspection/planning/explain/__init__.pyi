from .empty_week import EmptyWeek as EmptyWeek
from .empty_week import NoTravel as NoTravel
from .infeasible_days import fails as fails
from .next_best import alternatives as alternatives
from .remedies import HELPS as HELPS
from .why import RULES as RULES
from .why import reasons as reasons
