from .dividing import divide as divide
from .establishing import PARTS as PARTS
from .establishing import establish_divided as establish_divided
from .joining import Divided as Divided
from .joining import assess_divided as assess_divided
from .one_part import AssessedPart as AssessedPart
from .one_part import PartTask as PartTask
from .one_part import assess_part as assess_part
