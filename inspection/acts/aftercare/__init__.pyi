from .entering_for import confirm_entry as confirm_entry
from .entering_for import enter_for as enter_for
from .reading_noes import leave_no as leave_no
from .reading_noes import refer_no as refer_no
from .ringing_inspectors import note_call_back as note_call_back
from .ringing_inspectors import number_to_ring as number_to_ring
from .seeing_persons import note_person as note_person
from .told import Told as Told
