from .adding_up import Assessments as Assessments
from .adding_up import assess as assess
from .adding_up import assess_all as assess_all
from .measuring import Measured as Measured
from .measuring import measure as measure
