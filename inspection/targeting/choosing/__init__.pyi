from .sampling import StratumShare as StratumShare
from .sampling import allocate as allocate
from .selecting import select as select
from .selecting import window_days as window_days
