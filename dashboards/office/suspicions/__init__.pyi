from .forms import FORMS as FORMS
from .forms import PREFIX as PREFIX
from .forms import forms_in as forms_in
from .owed import FOLLOW_UPS as FOLLOW_UPS
from .owed import OwedLine as OwedLine
from .owed import follow_up_address as follow_up_address
from .owed import owed_line as owed_line
