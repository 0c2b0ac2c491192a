from .reading import Purpose as Purpose
from .reading import ask_for as ask_for
from .reading import audited_read as audited_read
from .reading import look_at_list as look_at_list
from .reading import record_look as record_look
from .secrecy import hidden_from as hidden_from
from .secrecy import may_be_shown as may_be_shown
from .secrecy import may_see_control as may_see_control
