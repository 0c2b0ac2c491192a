from .addresses import ABSENCES as ABSENCES
from .addresses import ADMINISTRATION as ADMINISTRATION
from .addresses import REGISTERS as REGISTERS
from .routes import administration_routes as administration_routes
