from .addresses import INSPECTIONS as INSPECTIONS
from .addresses import OWN_DAY as OWN_DAY
from .addresses import SEARCH as SEARCH
from .addresses import WORKPLACES as WORKPLACES
from .addresses import control_address as control_address
from .addresses import sorted_by as sorted_by
from .addresses import workplace_address as workplace_address
from .words import Telling as Telling
