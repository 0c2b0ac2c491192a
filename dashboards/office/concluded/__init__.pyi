from .proposing import Proposed as Proposed
from .telling import Concluded as Concluded
