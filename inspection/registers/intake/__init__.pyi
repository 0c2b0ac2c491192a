from .authorised import require_in_force as require_in_force
from .taking_in import ingest as ingest
