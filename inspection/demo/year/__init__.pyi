from .planned import Planned as Planned
from .year import Lived as Lived
from .year import live as live
