from .files import WageFile as WageFile
from .files import WageState as WageState
from .importing import approve_scales as approve_scales
from .importing import import_scales as import_scales
from .importing import list_scales as list_scales
from .importing import withdraw_scales as withdraw_scales
