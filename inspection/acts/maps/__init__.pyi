from .exporting import ExportedWeek as ExportedWeek
from .exporting import export_week as export_week
from .risk_map import risk_map as risk_map
from .zones import Zones as Zones
from .zones import add_zones as add_zones
from .zones import remove_zones as remove_zones
from .zones import zones_of as zones_of
