from .difference import Difference as Difference
from .examining import Gate as Gate
from .held import supersede as supersede
from .profile import write_profile as write_profile
from .pruned import keep_counts as keep_counts
