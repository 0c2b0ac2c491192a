"""A stored control looked at again: its checks with the frozen extracts, its drafts of arrears; each look recorded."""

from dataclasses import dataclass, field
from datetime import date, datetime

from inspection.acts.access import Purpose, consult
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.records import Decided, concluded, decisions_of, filled, frozen_extracts
from inspection.acts.workplaces import competence_of
from inspection.control.checks import ArrearsDraft, Check, arrears, register_checks
from inspection.control.conclusions import conclude
from inspection.control.filled import Conclusion, Control
from inspection.control.papers import without_suspicion
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The checks of one control, with what is needed to say them: the moment of entry and the day of the facts."""

    entered_at: datetime
    facts_on: date
    checks: tuple[Check, ...]


@dataclass(frozen=True, kw_only=True)
class ShownControl:
    """A control as a colleague reads it, with what follows from just that much of it.

    decided
        What was decided on a suspicion, the first decision first; with the whole of a control only.
    """

    control: Control = field(repr=False)
    conclusion: Conclusion = field(repr=False)
    decided: tuple[Decided, ...] = field(default=(), repr=False)


def show_control(
    control_id: str, by: str, *, whole: bool = False, at: datetime | None = None, office: Office | None = None
) -> ShownControl:
    """Return a stored control without anything about a suspicion, or the `whole` of it; each look is recorded.

    What is shown without the suspicion was concluded anew from that part alone. The whole is looked at for the purpose
    of a referral, so that the trail tells the two looks apart.
    """
    here = office or this_office()
    read = lambda: _shown(here, control_id, whole=whole)  # noqa: E731
    purpose: Purpose = "referral" if whole else "inspection"
    return consult("control", control_id, by, purpose=purpose, read=read, at=at, office=here)


def _shown(here: Office, control_id: str, *, whole: bool) -> ShownControl:
    with here.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        decided = decisions_of(session, here.store, control_id) if whole else ()
    control, day = filled(here.store, row), day_in_brussels(row.entered_at)
    if whole:
        return ShownControl(control=control, conclusion=concluded(here.store, row), decided=decided)
    plain = without_suspicion(control, here.catalogue(day).questions)
    offices = competence_of(here, row.refnis, row.canton, day)
    return ShownControl(control=plain, conclusion=conclude(plain, here.rules, offices))


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
