from .forms import OfferedForm as OfferedForm
from .forms import offered_forms as offered_forms
from .keys import public_form_key as public_form_key
from .receiving import Received as Received
from .receiving import receive_submission as receive_submission
