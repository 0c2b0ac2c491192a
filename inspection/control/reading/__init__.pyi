from .merging import Merged as Merged
from .merging import Place as Place
from .merging import merged as merged
from .strictly import read_control as read_control
