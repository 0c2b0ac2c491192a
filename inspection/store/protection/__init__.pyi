from .duty import DutyAbsenceRow as DutyAbsenceRow
from .duty import DutyRosterRow as DutyRosterRow
from .duty import DutyTestRow as DutyTestRow
from .duty import DutyTurnRow as DutyTurnRow
from .notices import ConsentRow as ConsentRow
from .notices import NoticeRow as NoticeRow
from .notices import NoticeTry as NoticeTry
