from .calendar import team_calendar as team_calendar
from .carrying import Contact as Contact
from .carrying import carry_sheet as carry_sheet
from .on_paper import paper_checklist as paper_checklist
