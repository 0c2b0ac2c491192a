from . import gate as gate
from . import intake as intake
from . import lake as lake
from . import readers as readers
from .intake import ingest as ingest
from .lake import Lake as Lake
from .report import IntakeReport as IntakeReport
