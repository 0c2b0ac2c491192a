from .alerts import AlertRow as AlertRow
from .audit import AuditEntryRow as AuditEntryRow
from .erasures import ErasureConfirmationRow as ErasureConfirmationRow
from .erasures import ErasureItemRow as ErasureItemRow
from .erasures import ErasureOutcomeRow as ErasureOutcomeRow
from .erasures import ErasureRow as ErasureRow
from .erasures import LegalHoldRow as LegalHoldRow
