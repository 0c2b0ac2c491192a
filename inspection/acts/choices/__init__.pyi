from .differences import ListDifference as ListDifference
from .differences import list_difference as list_difference
from .objectives import ObjectivesOfYear as ObjectivesOfYear
from .objectives import objectives_of_year as objectives_of_year
from .objectives import owed_visits as owed_visits
