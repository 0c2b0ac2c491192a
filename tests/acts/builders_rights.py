"""A control of Liège, who may look at it, and the code with which an act is refused."""

from builders_acts import AT, LIEGE
from builders_control import a_raw_control, the_checklist
from houses import House

from inspection import acts
from inspection.control.reading import read_control
from inspection.errors import AccessRefused

INSPECTOR = "insp-liege-1"


def code_of(act) -> str:
    """Return the code with which an act is refused, "" if it is let."""
    try:
        act()
    except AccessRefused as fault:
        return fault.code
    return ""


def a_control(house: House) -> str:
    """Save a control of Liège."""
    control = read_control(a_raw_control(), lambda _: the_checklist("restaurants"))
    return acts.controls.save(house.acting(INSPECTOR, AT), control, place=LIEGE).control_id


def may_look(house: House, by: str, control: str, at=AT) -> bool:
    """Tell whether somebody may look at a control."""
    look = lambda: acts.access.audited_read(  # noqa: E731
        house.acting(by, at), "control", control, read=lambda: None, masked=True
    )
    return code_of(look) == ""
