from .estimating import Draw as Draw
from .estimating import Estimate as Estimate
from .estimating import Interval as Interval
from .estimating import estimate as estimate
from .sampling import StratumShare as StratumShare
from .sampling import allocate as allocate
from .selecting import select as select
from .selecting import window_days as window_days
