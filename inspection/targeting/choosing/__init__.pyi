from .sampling import StratumShare as StratumShare
from .sampling import allocate as allocate
from .sampling import proportional as proportional
from .sampling import uniform as uniform
from .selecting import select as select
from .selecting import window_days as window_days
