"""The forms of exploitation that a form ticks: they say to whom a suspicion goes."""

from typing import Final, get_args

from dashboards.office.asking import Asked
from inspection.control.filled import Form
from inspection.errors import ReferralFault

PREFIX: Final = "form."  # before each form of exploitation that is ticked
FORMS: Final[tuple[Form, ...]] = get_args(Form)


def forms_in(asked: Asked) -> tuple[Form, ...]:
    """Return the forms of exploitation that were ticked: they say to whom it goes, so one at least is asked for.

    Errors: `ReferralFault` 101 where none is ticked.
    """
    found = tuple(form for form in FORMS if f"{PREFIX}{form}" in asked.form)
    if not found:
        raise ReferralFault("REFER-101", forms=", ".join(FORMS))
    return found
