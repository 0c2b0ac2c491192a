from .notices import ConsentRow as ConsentRow
from .notices import NoticeRow as NoticeRow
from .notices import NoticeTryRow as NoticeTryRow
from .on_call import OnCallAbsenceRow as OnCallAbsenceRow
from .on_call import OnCallRosterRow as OnCallRosterRow
from .on_call import OnCallTestRow as OnCallTestRow
from .on_call import OnCallTurnRow as OnCallTurnRow
