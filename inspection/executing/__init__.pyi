from .choosing_executor import executor_for as executor_for
from .executor import ATTEMPTS as ATTEMPTS
from .executor import Executor as Executor
from .executor import Named as Named
from .machines import Machines as Machines
from .processes import Here as Here
from .processes import Processes as Processes
from .processes import is_stopping as is_stopping
