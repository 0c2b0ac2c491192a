from .judging import Judged as Judged
from .judging import Told as Told
from .judging import judge as judge
from .planned import Planned as Planned
from .today import Suspicion as Suspicion
from .today import suspect_today as suspect_today
from .year import Lived as Lived
from .year import live as live
