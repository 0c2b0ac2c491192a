from .every_signal import SIGNALS as SIGNALS
from .every_signal import Signal as Signal
