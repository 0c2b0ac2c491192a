from .exported import ExportedAttachment as ExportedAttachment
from .exported import is_exported as is_exported
from .exported import open_exported as open_exported
from .merging import FieldPath as FieldPath
from .merging import Merged as Merged
from .merging import merged as merged
from .strictly import read_control as read_control
