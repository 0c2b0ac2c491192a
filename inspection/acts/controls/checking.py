"""A stored control looked at again: its checks with the frozen extracts, its drafts of arrears; each look recorded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from inspection.acts import access, workplaces
from inspection.acts.access import audited_read
from inspection.acts.records import Decided, decisions_of, frozen_extracts, load_conclusion, load_control
from inspection.control import checks, conclusions, papers
from inspection.control.filled import Control
from inspection.store.controls import ControlRow
from inspection.store.queries import control_body
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
    is_masked
        Whether whatever speaks of a person or of a source is masked: nobody said why they look.
    """

    control: Control = field(repr=False)
    conclusion: conclusions.Conclusion = field(repr=False)
    decided: tuple[Decided, ...] = field(default=(), repr=False)
    is_masked: bool = False


def show_control(context: Context, control_id: str, *, whole: bool = False) -> ShownControl:
    """Return a stored control without anything about a suspicion, or the `whole` of it; each look is recorded.

    What is shown without the suspicion was concluded anew from that part alone. Where it is nobody's own open control
    and no reason was given, it is masked; the whole is refused then.
    """
    if not whole and not access.is_revealed(context, control_id):
        hidden = lambda: _masked(context.app, control_id)  # noqa: E731
        return audited_read(context, "control", control_id, read=hidden, masked=True)
    read = lambda: _shown(context.app, control_id, whole=whole)  # noqa: E731
    return audited_read(context, "control", control_id, read=read, whole=whole)


def export_control(context: Context, control_id: str, *, masked: bool = False) -> str:
    """Return a stored control as JSON, with nothing of a person or of a source where it is asked `masked`."""

    def read() -> str:
        if not masked:
            return control_body(context.store, control_id)
        return _masked(context.app, control_id).control.model_dump_json()

    return audited_read(context, "control", control_id, read=read, masked=masked, whole=not masked)


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


def _masked(app: AppContext, control_id: str) -> ShownControl:
    shown = _shown(app, control_id, whole=False)
    questions = app.catalogue(shown.control.facts_on).questions
    return replace(shown, control=papers.masked_control(shown.control, questions), is_masked=True)


def control_checks(context: Context, control_id: str) -> Checked:
    """Return the checks of a stored control with its frozen extracts, by the rules of the day of the facts."""

    def read() -> Checked:
        control = _control(context.app, control_id)
        with context.store.read() as session:
            extracts = frozen_extracts(session, context.store, control_id)
        found = checks.register_checks(control, context.app.catalogue(control.facts_on), extracts)
        return Checked(entered_at=control.entered_at, facts_on=control.facts_on, checks=found)

    return audited_read(context, "control", control_id, read=read)


def control_arrears(context: Context, control_id: str) -> tuple[checks.ArrearsDraft, ...]:
    """Return the drafts of arrears of a stored control, by the scales of each period's own days."""
    read = lambda: checks.arrears(_control(context.app, control_id), context.app.rules)  # noqa: E731
    return audited_read(context, "control", control_id, read=read)


def _control(app: AppContext, control_id: str) -> Control:
    with app.store.read() as session:
        return load_control(app.store, session.get_one(ControlRow, control_id))
