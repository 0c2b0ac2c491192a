from .notices import ConsentRow as ConsentRow
from .notices import NoticeRow as NoticeRow
from .notices import NoticeTryRow as NoticeTryRow
from .on_call import DutyAbsenceRow as DutyAbsenceRow
from .on_call import DutyRosterRow as DutyRosterRow
from .on_call import DutyTestRow as DutyTestRow
from .on_call import DutyTurnRow as DutyTurnRow
