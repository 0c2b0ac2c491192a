from .copies import COPY_KINDS as COPY_KINDS
from .copies import WITHOUT_FILES as WITHOUT_FILES
from .copies import PortalCopyRow as PortalCopyRow
from .copies import PortalCursorRow as PortalCursorRow
from .words import WORD_KINDS as WORD_KINDS
from .words import PortalWordRow as PortalWordRow
from .words import WordTakenRow as WordTakenRow
