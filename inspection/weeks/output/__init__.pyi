from .background_jobs import Chasing as Chasing
from .background_jobs import Signing as Signing
from .background_jobs import write_missing_sheets as write_missing_sheets
from .output import carried as carried
from .output import keep_assessment as keep_assessment
from .output import write_approved as write_approved
from .output import write_changed as write_changed
from .output import write_proposed as write_proposed
