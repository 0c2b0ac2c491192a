from .fitting import fit_card as fit_card
from .history import History as History
from .history import Roles as Roles
from .model import Calibration as Calibration
from .model import CardLimits as CardLimits
from .model import CardProposal as CardProposal
from .model import Fitted as Fitted
from .model import Rises as Rises
