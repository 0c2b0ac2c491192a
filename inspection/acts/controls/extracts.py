"""Extracts: what the registers hold of a workplace and its persons, looked up on the record and frozen with a control.

The lake is read outside every transaction, and after the control is safe: a suspicion never waits for a register.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from polars.exceptions import PolarsError
from sqlmodel import col, select

from inspection.acts import access, records, weeks
from inspection.control.checks import Extract
from inspection.control.filled import Control, PersonFound
from inspection.errors import ControlFault, IntakeFault
from inspection.registers.lake import Holding, Lake, barred, of_persons, of_workplace
from inspection.sealing import pseudonymiser
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction

_MISSED = "extract.miss"
_PERSONS = "worker"  # the purpose under which intake hashes the numbers of persons


def consult_extracts(
    context: Context,
    purpose: str,
    *,
    control_id: str | None = None,
    visit: str | None = None,
    persons: Sequence[PersonFound] = (),
) -> tuple[Extract, ...]:
    """Return what the registers hold of the workplace of a control or of a planned visit; the look is recorded first.

    There is no look without one of the two: nobody looks up a person or a firm out of curiosity. With a control, its
    own persons are looked up, as of the day of its entry; at a visit the persons whose number was typed, as of today. A
    person without a number is not looked for. The trail has a keyed hash of each, never who.

    Arguments: `purpose` one of the `purposes` in sectors/common/register_rules.yaml; `visit` the code of a visit that
    one's own team may know of by now.
    Errors: `ControlFault` 860 for a purpose that the list does not hold, 861 without a control or a visit or with what
    the purpose is not for, 862 for a visit that is not one's own; `AccessRefused`; any failure to write the trail: then
    nothing was read.
    """
    _require_purpose(context.app, purpose, context.at, control_id=control_id, visit=visit, persons=persons)
    if control_id is not None:
        access.meet(context, "control", control_id)
    with audited_transaction(context) as tx:
        user = tx.require("extract.consult", service=context.settings.service)
        if control_id is not None:
            access.ask_for(context, tx.session, "control", control_id, None)
            row = tx.session.get_one(ControlRow, control_id)
            access.reveal_control(tx, "record.consult", row, facts={"kind": "control"})
            control = records.load_control(context.store, row)
            workplace, persons, day = control.workplace, control.persons, day_in_brussels(control.entered_at)
        else:
            workplace, day = _own_visit(context.app, user, visit, context.at), day_in_brussels(context.at)
        numbers = [number for person in persons if (number := _number(person)) is not None]
        keys = [access.number_key(context.store, number) for number in numbers]
        subject = control_id or visit or ""
        facts = {"day": day.isoformat(), "case": subject, "workplace": workplace, "persons": keys}
        tx.record("extract.consult", subject, stream="reading", purpose=purpose, basis="spc_inspection", facts=facts)
    return tuple(_looked_up(context, workplace, persons, day))


def _require_purpose(
    app: AppContext,
    purpose: str,
    at: datetime,
    *,
    control_id: str | None,
    visit: str | None,
    persons: Sequence[PersonFound],
) -> None:
    """Refuse a look without a purpose of the list, or at something that the purpose is not for."""
    allowed = app.catalogue(day_in_brussels(at)).register_rules.purposes
    rule = allowed.get(purpose)
    if rule is None:
        raise ControlFault("CONTROL-860", purposes=", ".join(sorted(allowed)))
    given = {"control": control_id, "visit": visit}
    if given.pop(rule.asks) is None or any(given.values()) or (persons and not rule.typed_persons):
        typed = "and the persons" if rule.typed_persons else "and no persons"
        raise ControlFault("CONTROL-861", asks=rule.asks, typed=typed)


def _own_visit(app: AppContext, user: UserRow, visit: str | None, at: datetime) -> str:
    """Return the workplace of a visit of one's own team, as far as the team may know of it by now."""
    found = next((one.workplace for one in weeks.missions_at(app, user, at) if one.visit == visit), None)
    if found is None:
        raise ControlFault("CONTROL-862")
    return found


def control_extracts(context: Context, control_id: str) -> tuple[Extract, ...]:
    """Return what was frozen with a control; the look is recorded, and asked for as one at the control itself."""

    def read() -> tuple[Extract, ...]:
        with context.store.read() as session:
            return records.frozen_extracts(session, context.store, control_id)

    return access.audited_read(context, "control", control_id, read=read)


def freeze_extracts(context: Context, control: Control) -> int:
    """Keep with a saved control what the registers held on the day of its entry; returns how many extracts are new.

    Called once the control is stored: whatever is wrong with the lake, the control stays.
    """
    found = [*_looked_up(context, control.workplace, control.persons, day_in_brussels(control.entered_at))]
    if not found:
        return 0
    with audited_transaction(context) as tx:
        known = {row.content_key for row in records.frozen_rows(tx.session, control.control_id)}
        made = [
            records.extract_row(context.store, control.control_id, extract, context.by, context.at) for extract in found
        ]
        new = [row for row in made if row.content_key not in known]
        if not new:
            tx.mark_unchanged()
            return 0
        tx.session.add_all(new)
        facts = {"extracts": len(new), **records.snapshot_days(new)}
        tx.record("extract.freeze", control.control_id, stream="control", facts=facts)
    return len(new)


def freeze_after(context: Context, control: Control) -> None:
    """Freeze extracts after a control was saved; a lake that cannot be read costs the extracts, never the control.

    The trail says which registers lie in the lake and were not read, so that nobody takes them for registers that
    hold nothing.
    """
    try:
        freeze_extracts(context, control)
    except (IntakeFault, OSError, PolarsError) as fault:
        _miss(context, control, why=type(fault).__name__)
    if closed := unreadable(context, day_in_brussels(context.at)):
        _miss(context, control, why="barred", registers=closed)


def unreadable(context: Context, day: date) -> list[str]:
    """Return the registers that lie in the lake and that nobody may read; none where the lake itself cannot be read."""
    whole, law = Lake(context.settings.lake), context.app.catalogue(day)
    try:
        return [key for key, _ in barred(whole, law, is_demo=context.settings.is_demo)]
    except (IntakeFault, OSError):
        return []


def _miss(context: Context, control: Control, **facts: object) -> None:
    """Record what was not read; the same again, with each saving of a control, records nothing."""
    said = select(AuditEntryRow.facts).where(
        col(AuditEntryRow.act) == _MISSED, col(AuditEntryRow.subject) == control.control_id
    )
    with audited_transaction(context) as tx:
        if facts in tx.session.exec(said).all():
            tx.mark_unchanged()
        else:
            tx.record(_MISSED, control.control_id, stream="control", facts=facts)


def _looked_up(context: Context, workplace: str, persons: Iterable[PersonFound], day: date) -> Iterable[Extract]:
    app, lake = context.app, context.app.lake(day_in_brussels(context.at))
    law = app.catalogue(day)
    if not any(lake.snapshot(register, day) for register in law.registers):
        return
    year_types = law.quota_rules.year_types
    for holding in of_workplace(lake, workplace, day, year_types=year_types):
        yield _of(holding, "workplace")
    pseudonym = pseudonymiser(_PERSONS, keys=app.store.keys)
    numbers = {person.ref: _number(person) for person in persons}
    worker_keys = {ref: pseudonym(number) for ref, number in numbers.items() if number is not None}
    near = law.register_rules.days_around
    around = {"days_before": near.before, "days_after": near.after}
    found = of_persons(lake, worker_keys, workplace, day, **around, year_types=year_types)
    for ref, holding in found:
        yield _of(holding, ref)


def _number(person: PersonFound) -> str | None:
    """Return a typed number as the registers write it, None for whatever cannot stand in one."""
    digits = re.sub(r"[ .\-/]", "", person.national_number or "")
    return digits if re.fullmatch(r"\d{11}", digits, re.ASCII) else None


def _of(holding: Holding, subject: str) -> Extract:
    return view_of(Extract, holding, subject=subject)
