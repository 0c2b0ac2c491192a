from .calendar import team_calendar as team_calendar
from .carrying import Contact as Contact
from .carrying import carry_sheet as carry_sheet
from .on_paper import paper_checklist as paper_checklist
from .visit_record import VisitRecord as VisitRecord
from .visit_record import visit_record_data as visit_record_data
from .visit_record import visit_record_of as visit_record_of
from .visit_record import visit_record_pdf as visit_record_pdf
