from .eligible import ELIGIBLE as ELIGIBLE
from .eligible import eligible_frames as eligible_frames
from .sampling import StratumShare as StratumShare
from .sampling import allocate as allocate
from .selecting import frame_hash as frame_hash
from .selecting import select as select
from .selecting import window_days as window_days
