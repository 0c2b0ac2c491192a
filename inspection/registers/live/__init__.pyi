from .asking import Declaration as Declaration
from .asking import LiveAnswer as LiveAnswer
from .asking import LiveQuestion as LiveQuestion
from .asking import LiveRegister as LiveRegister
from .held import in_force as in_force
from .service import HttpRegister as HttpRegister
from .service import live_register as live_register
