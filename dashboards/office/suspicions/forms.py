"""The forms of exploitation that a form ticks: they say to whom a suspicion goes."""

from typing import Final, get_args

from dashboards.office.asking import Asked
from inspection.control.filled import Form
from inspection.errors import ReferralFault

FORM: Final = "form."  # before each form of exploitation that is ticked
FORMS: Final[tuple[Form, ...]] = get_args(Form)


def forms_in(asked: Asked) -> tuple[Form, ...]:
    """Return the forms of exploitation that were ticked; none is refused, since they say to whom it goes.

    Errors: `ReferralFault` 101.
    """
    found = tuple(form for form in FORMS if f"{FORM}{form}" in asked.form)
    if not found:
        raise ReferralFault("REFER-101", forms=", ".join(FORMS))
    return found
