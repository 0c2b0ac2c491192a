"""A stored control looked at again: its checks with the frozen extracts, its drafts of arrears; each look recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from inspection.acts.control_rows import filled
from inspection.acts.extracts import frozen_extracts
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.reading import consult
from inspection.control import ArrearsDraft, Check, Control, arrears, register_checks
from inspection.store import ControlRow


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The checks of one control, with what is needed to say them: the moment of entry and the day of the facts."""

    entered_at: datetime
    facts_on: date
    checks: tuple[Check, ...]


def control_checks(control_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> Checked:
    """Return the checks of a stored control with its frozen extracts, by the rules of the day of the facts."""
    here = office or this_office()

    def read() -> Checked:
        control = _control(here, control_id)
        with here.store.read() as session:
            extracts = frozen_extracts(session, here.store, control_id)
        checks = register_checks(control, here.catalogue(control.facts_on), extracts)
        return Checked(entered_at=control.entered_at, facts_on=control.facts_on, checks=checks)

    return consult("control", control_id, by, purpose="inspection", read=read, at=at, office=here)


def control_arrears(
    control_id: str, by: str, *, at: datetime | None = None, office: Office | None = None
) -> tuple[ArrearsDraft, ...]:
    """Return the drafts of arrears of a stored control, by the scales of each period's own days."""
    here = office or this_office()
    read = lambda: arrears(_control(here, control_id), here.rules)  # noqa: E731
    return consult("control", control_id, by, purpose="inspection", read=read, at=at, office=here)


def _control(here: Office, control_id: str) -> Control:
    with here.store.read() as session:
        return filled(here.store, session.get_one(ControlRow, control_id))
