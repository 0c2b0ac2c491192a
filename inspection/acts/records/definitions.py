"""Checklists by their hash: what a control was filled in under stays known when the questions change."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from inspection.control.checklists import Checklist, checklist
from inspection.control.on_paper import version_letters
from inspection.store.controls import ChecklistDefinitionRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context
from sectors import Catalogue
from sectors.reader import RuleFault
from sectors.rules.checklists import GridCheck, Question, Section
from sectors.rules.protection import StoppingPath

_LARGEST = 1_000_000  # beyond it a control is refused unread


def checklist_for(context: Context, control: Mapping[str, Any] | bytes | str) -> Callable[[str], Checklist]:
    """Return how `read_control` finds the checklist of a filled control, at the moment of an act."""
    return checklist_named(context.app, control, day_in_brussels(context.at))


def checklist_named(
    app: AppContext, control: Mapping[str, Any] | bytes | str, today: date
) -> Callable[[str], Checklist]:
    """Return how `read_control` finds the checklist of a filled control: the one that the control names, if it is ours.

    That is the list of the day on which the place was entered, of today, or one that answers were given under before;
    a control does not become unreadable because a question changed while it was filled in.

    Arguments: `control` raw, as it came; whatever is wrong in it is left to `read_control` to say.
    Result: from a sector's key to its checklist; LookupError for a sector without one.
    """
    raw = _peek(control)
    day, named = _entered_on(raw) or today, _named(raw)

    def find(sector: str) -> Checklist:
        of_today = checklist_on(app, sector, today)
        if named is None or of_today.sha256 == named:
            return of_today
        of_the_day = composed(app, sector, day)
        if of_the_day is not None and of_the_day.sha256 == named:
            return of_the_day
        return _kept(app, sector, named, today) or of_today

    return find


def checklist_on(app: AppContext, sector: str, day: date) -> Checklist:
    """Return the checklist of a sector as it stands on a day; LookupError for a sector without one."""
    catalogue = app.catalogue(day)
    return checklist(catalogue.sectors[sector], catalogue)


def checklist_on_paper(context: Context, sector: str, letters: str, printed_for: date) -> Checklist | None:
    """Return the checklist of a sector that four letters on paper stand for; None where it is not known here.

    It may be the list of today, of the day or the week that the page was printed for, or one that answers were given
    under before.

    Arguments: `letters` as `version_letters` gives them; `printed_for` the day of the visit.
    """
    days = dict.fromkeys((day_in_brussels(context.at), printed_for, printed_for - timedelta(printed_for.weekday())))
    for found in (composed(context.app, sector, day) for day in days):
        if found is not None and version_letters(found.sha256) == letters:
            return found
    with context.store.read() as session:
        rows = session.exec(select(ChecklistDefinitionRow).where(col(ChecklistDefinitionRow.sector) == sector)).all()
    rules = context.app.catalogue(day_in_brussels(context.at))
    return next((checklist_from(row, rules) for row in rows if version_letters(row.sha256) == letters), None)


def keep_definition(tx: AuditedTransaction, control: Mapping[str, Any]) -> None:
    """Keep the checklist that a raw control names, inside the act that stores it; once is enough."""
    sha256, today = _named(control), day_in_brussels(tx.at)
    known = select(ChecklistDefinitionRow.sha256).where(col(ChecklistDefinitionRow.sha256) == sha256)
    if sha256 is None or tx.session.exec(known).first() is not None:
        return
    for day in (today, _entered_on(control) or today):
        found = composed(tx.app, str(control.get("sector")), day)
        if found is not None and found.sha256 == sha256:
            tx.session.add(_row(found, tx.at))
            return


def composed(app: AppContext, sector: str, day: date) -> Checklist | None:
    """Return the checklist of a day that somebody wrote; None where the rules do not reach that day."""
    try:
        return checklist_on(app, sector, day)
    except (LookupError, RuleFault):
        return None


def _row(known: Checklist, at: datetime) -> ChecklistDefinitionRow:
    body = {
        "label": dict(known.label),
        "sections": [section.model_dump(mode="json") for section in known.sections],
        "questions": [question.model_dump(mode="json") for question in known.questions],
        "paths": [path.model_dump(mode="json") for path in known.paths],
        "checks": [check.model_dump(mode="json") for check in known.checks],
    }
    return ChecklistDefinitionRow(
        sha256=known.sha256, sector=known.id, version=known.version, body=body, first_used_at=at
    )


def _kept(app: AppContext, sector: str, sha256: str, today: date) -> Checklist | None:
    with app.store.read() as session:
        row = session.get(ChecklistDefinitionRow, sha256)
    return None if row is None or row.sector != sector else checklist_from(row, app.catalogue(today))


def checklist_from(row: ChecklistDefinitionRow, rules: Catalogue) -> Checklist:
    """Return the checklist that was kept in a row: a yes stops what it did then, or what `rules` let it stop now."""
    then = [StoppingPath.model_validate_json(json.dumps(path)) for path in row.body.get("paths", ())]
    asked = {question["id"] for question in row.body["questions"]}
    stops = {path.question: path for path in (*then, *rules.paths.values()) if path.question in asked}
    return Checklist(
        id=row.sector,
        version=row.version,
        sha256=row.sha256,
        label=row.body["label"],
        sections=tuple(Section.model_validate_json(json.dumps(s)) for s in row.body["sections"]),
        questions=tuple(Question.model_validate_json(json.dumps(q)) for q in row.body["questions"]),
        paths=tuple(stops.values()),
        checks=tuple(GridCheck.model_validate_json(json.dumps(c)) for c in row.body.get("checks", ())),
    )


def _peek(control: Mapping[str, Any] | bytes | str) -> Mapping[str, Any]:
    """Return the raw control as far as it can be read at all."""
    if isinstance(control, Mapping):
        return control
    try:
        raw = json.loads(control) if len(control) <= _LARGEST else None
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _entered_on(raw: Mapping[str, Any]) -> date | None:
    entered = raw.get("entered_at")
    try:
        moment = entered if isinstance(entered, datetime) else datetime.fromisoformat(str(entered))
        return day_in_brussels(moment) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _named(raw: Mapping[str, Any]) -> str | None:
    ref = raw.get("checklist")
    named = ref.get("sha256") if isinstance(ref, Mapping) else None
    return named if isinstance(named, str) else None
