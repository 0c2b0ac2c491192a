from .letting_in import NewOutsider as NewOutsider
from .letting_in import Outsider as Outsider
from .letting_in import confirm_outsider as confirm_outsider
from .letting_in import end_outsider as end_outsider
from .letting_in import list_outsiders as list_outsiders
from .letting_in import propose_outsider as propose_outsider
