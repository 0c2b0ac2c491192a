from .difference import Difference as Difference
from .held import close as close
from .held import supersede as supersede
from .profile import write_profile as write_profile
from .weighing import Scales as Scales
