from .model import Backtest as Backtest
from .model import Compared as Compared
from .model import Measured as Measured
from .model import Ranker as Ranker
from .model import Scorer as Scorer
from .model import Windows as Windows
