from .compacting import compact as compact
from .taking_in import ingest as ingest
