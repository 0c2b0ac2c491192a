"""A stored control looked at again: its checks with the frozen extracts, its drafts of arrears; each look recorded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from inspection.acts import workplaces
from inspection.acts.access import Purpose, audited_read
from inspection.acts.records import Decided, decisions_of, frozen_extracts, load_conclusion, load_control
from inspection.control import checks, conclusions, papers
from inspection.control.filled import Control
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The checks of one control, with what is needed to say them: the moment of entry and the day of the facts."""

    entered_at: datetime
    facts_on: date
    checks: tuple[checks.Check, ...]


@dataclass(frozen=True, kw_only=True)
class ShownControl:
    """A control as a colleague reads it, with what follows from just that much of it.

    decided
        What was decided on a suspicion, the first decision first; with the whole of a control only.
    """

    control: Control = field(repr=False)
    conclusion: conclusions.Conclusion = field(repr=False)
    decided: tuple[Decided, ...] = field(default=(), repr=False)


def show_control(context: Context, control_id: str, *, whole: bool = False) -> ShownControl:
    """Return a stored control without anything about a suspicion, or the `whole` of it; each look is recorded.

    What is shown without the suspicion was concluded anew from that part alone. The whole is looked at for the purpose
    of a referral, so that the trail tells the two looks apart.
    """
    read = lambda: _shown(context.app, control_id, whole=whole)  # noqa: E731
    purpose: Purpose = "referral" if whole else "inspection"
    return audited_read(context, "control", control_id, purpose=purpose, read=read)


def _shown(app: AppContext, control_id: str, *, whole: bool) -> ShownControl:
    with app.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        decided = decisions_of(session, app.store, control_id) if whole else ()
    control, day = load_control(app.store, row), day_in_brussels(row.entered_at)
    if whole:
        return ShownControl(control=control, conclusion=load_conclusion(app.store, row), decided=decided)
    plain = papers.without_suspicion(control, app.catalogue(day).questions)
    offices = workplaces.competence_of(app, row.refnis, row.canton, day)
    made = conclusions.conclude(plain, app.rules, offices)
    told = tuple(one for one in made.remarks if one not in conclusions.FORMAL)  # only the whole tells of formalities
    return ShownControl(control=plain, conclusion=replace(made, remarks=told))


def control_checks(context: Context, control_id: str) -> Checked:
    """Return the checks of a stored control with its frozen extracts, by the rules of the day of the facts."""

    def read() -> Checked:
        control = _control(context.app, control_id)
        with context.store.read() as session:
            extracts = frozen_extracts(session, context.store, control_id)
        found = checks.register_checks(control, context.app.catalogue(control.facts_on), extracts)
        return Checked(entered_at=control.entered_at, facts_on=control.facts_on, checks=found)

    return audited_read(context, "control", control_id, purpose="inspection", read=read)


def control_arrears(context: Context, control_id: str) -> tuple[checks.ArrearsDraft, ...]:
    """Return the drafts of arrears of a stored control, by the scales of each period's own days."""
    read = lambda: checks.arrears(_control(context.app, control_id), context.app.rules)  # noqa: E731
    return audited_read(context, "control", control_id, purpose="inspection", read=read)


def _control(app: AppContext, control_id: str) -> Control:
    with app.store.read() as session:
        return load_control(app.store, session.get_one(ControlRow, control_id))
