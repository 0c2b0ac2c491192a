from .alerts import Alert as Alert
from .audit import AuditEntry as AuditEntry
from .erasures import Erasure as Erasure
from .erasures import ErasureConfirmation as ErasureConfirmation
from .erasures import ErasureItem as ErasureItem
from .erasures import ErasureOutcome as ErasureOutcome
from .erasures import LegalHold as LegalHold
