"""One person looked up from a control that is under way, in our own copy and in a live service; each look is recorded.

There is no other way in: a number needs a control, and a control its inspector. Answers are about that person alone.
Nobody is told: no alert is raised, and nothing is sent but the question itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import uuid4

from polars.exceptions import PolarsError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session, col, select

from inspection.acts import access, weeks
from inspection.acts.controls.extracts import unreadable
from inspection.errors import ControlFault, IntakeFault
from inspection.registers import identify_number
from inspection.registers.lake import of_persons
from inspection.registers.live import Declaration, LiveQuestion, LiveRegister, in_force, live_register
from inspection.sealing import pseudonymiser
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import WorkplaceRow
from inspection.territory import WORKPLACE
from inspection.time_of import day_in_brussels, now
from inspection.trust import AuditedTransaction, Context, audited_transaction

_ACT, _PURPOSE, _WAY = "extract.consult", "identify_on_site", "form"
_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_NUMBER_DIGITS = 11  # of a national or BIS number
_REF = "P1"  # whom a question is about needs no name here


class LookUp(BaseModel):
    """What a device asks: the number of one person found, from one control.

    visit
        Of a planned control: then it must be one of the inspector's own, at this workplace.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    control_id: str = Field(pattern=_ID)
    visit: str | None = None
    workplace: str = Field(pattern=f"^{WORKPLACE}$")
    number: str = Field(max_length=20, repr=False)


@dataclass(frozen=True, kw_only=True)
class RegisterAnswer:
    """What one register says of the person, by one source.

    source, as_of
        "live" at the minute `answered_at`; "lake" is our own copy as of a day.
    result
        "found" where a declaration by whoever is controlled is in force; "unavailable" where nobody answered, or where
        our own copy may not be used: its authorisation was withdrawn or is over.
    elsewhere
        Whether one by somebody else is; who that is, is told to nobody.
    declaration
        The newest one by whoever is controlled.
    """

    register_key: str
    source: Literal["live", "lake"]
    result: Literal["found", "not_found", "unavailable"]
    answered_at: datetime
    as_of: date | None = None
    elsewhere: bool = False
    declaration: Declaration | None = field(default=None, repr=False)


def read_look_up(data: bytes) -> LookUp:
    """Read what a device asks, strictly.

    Errors: `ControlFault` 863 for what is no look-up, 864 for a number that nobody in Belgium has.
    """
    try:
        asked = LookUp.model_validate_json(data)
    except (ValidationError, RecursionError) as fault:
        kinds = fault.errors(include_input=False) if isinstance(fault, ValidationError) else []
        problem = ", ".join(sorted({str(one["type"]) for one in kinds})) or "unreadable"
        raise ControlFault("CONTROL-863", problem=problem) from None
    if len(_digits(asked.number)) != _NUMBER_DIGITS:
        raise ControlFault("CONTROL-864")
    return asked


def look_up(context: Context, asked: LookUp, *, live: LiveRegister | None = None) -> tuple[RegisterAnswer, ...]:
    """Return what the registers say of one person now, register by register, the live service first.

    The look is recorded before anything is read: who, when, from which control, for which purpose, in which registers,
    and a keyed hash of the number.

    Arguments: `live` the service to ask instead of the one that is set up here.
    Errors: `ControlFault` 862 for a visit that is not one's own, 865 for a control that is none under way of one's own,
    866 beyond the rate that the rules allow; `AccessRefused`; any failure to write the trail: then nothing was asked.
    """
    _require_number(context, asked.number)
    day = day_in_brussels(context.at)
    rules = context.app.catalogue(day).field_rules.looks
    settings = context.settings
    service = live or live_register(settings.live, settings.keys)
    with audited_transaction(context) as tx:
        user = tx.require(_ACT, service=settings.service)
        _require_under_way(tx, asked, timedelta(hours=rules.open_hours))
        _require_own(context, user, asked)
        _require_rate(tx, rules.persons_an_hour)
        enterprise = _enterprise(tx.session, asked.workplace)
        key = access.number_key(context.store, asked.number)
        told = {"workplace": asked.workplace, "persons": [key], "registers": list(rules.registers), "way": _WAY}
        facts = {"day": day.isoformat(), "case": asked.control_id, **told}
        tx.record(_ACT, asked.control_id, stream="reading", purpose=_PURPOSE, basis="spc_inspection", facts=facts)
    number = _digits(asked.number)
    enterprise = enterprise or _owner(context, asked.workplace, day)
    spoken = [*_live(service, rules.registers, number, enterprise), *_held(context, asked, number, enterprise, day)]
    return tuple(sorted(spoken, key=lambda one: rules.registers.index(one.register_key)))


def _require_number(context: Context, number: str) -> None:
    """Refuse a number with a wrong check digit: nothing would be found, and that would say something of somebody.

    Nobody of a demo has a good one, so that no number of it can be anybody's.
    """
    if not context.settings.is_demo and identify_number(number) not in ("national", "bis"):
        raise ControlFault("CONTROL-864")


def _digits(number: str) -> str:
    return re.sub(r"[ .\-/]", "", number) if re.fullmatch(r"[\d .\-/]*", number, re.ASCII) else ""


def _require_under_way(tx: AuditedTransaction, asked: LookUp, open_for: timedelta) -> None:
    """Refuse a control that is finished or another's: by its row, or before the office has one by the looks it had."""
    row = tx.session.get(ControlRow, asked.control_id)
    is_mine = row is None or (row.saved_by == tx.by and row.left_at is None and row.workplace == asked.workplace)
    before = tx.session.exec(
        select(AuditEntryRow.who, AuditEntryRow.at)
        .where(col(AuditEntryRow.act) == _ACT, col(AuditEntryRow.subject) == asked.control_id)
        .order_by(col(AuditEntryRow.at))
    ).all()
    is_over = any(at < tx.context.at - open_for for _, at in before)
    if not is_mine or is_over or any(who != tx.by for who, _ in before):
        raise ControlFault("CONTROL-865")


def _require_own(context: Context, user: UserRow, asked: LookUp) -> None:
    """Refuse a visit that the inspector's team does not have there, unless it was its before somebody answered it."""
    if asked.visit is None:
        return
    mine = weeks.missions_at(context.app, user, context.at)
    if not any((one.visit, one.workplace) == (asked.visit, asked.workplace) for one in mine):
        raise ControlFault("CONTROL-862")


def _require_rate(tx: AuditedTransaction, most: int) -> None:
    """Refuse more look-ups of one inspector than a round needs; they are counted in the trail itself."""
    looks = select(AuditEntryRow.facts).where(
        col(AuditEntryRow.act) == _ACT,
        col(AuditEntryRow.who) == tx.by,
        col(AuditEntryRow.at) > tx.context.at - timedelta(hours=1),
    )
    if sum(facts.get("way") == _WAY for facts in tx.session.exec(looks)) >= most:
        raise ControlFault("CONTROL-866", most=most)


def _enterprise(session: Session, workplace: str) -> str | None:
    known = session.get(WorkplaceRow, workplace)
    return known.enterprise if known else None


def _owner(context: Context, workplace: str, day: date) -> str | None:
    """Return whose an establishment is that the house never chose, by our own copy of the Crossroads Bank."""
    kind, _, number = workplace.partition(":")
    lake = context.app.lake(day)
    if kind != "est" or lake.snapshot("kbo", day) is None:
        return None
    try:
        rows = lake.scan("kbo", "establishment", day).filter(establishment_number=number).collect()
    except (IntakeFault, OSError, PolarsError):
        return None
    return str(rows["enterprise_number"][0]) if rows.height else None


def _live(
    service: LiveRegister | None, registers: tuple[str, ...], number: str, enterprise: str | None
) -> Iterator[RegisterAnswer]:
    for register in registers if service else ():
        if service is None or not service.serves(register):
            continue
        question = LiveQuestion(reference=str(uuid4()), register_key=register, number=number, enterprise=enterprise)
        said = service.ask(question)
        if said.why is not None:
            yield RegisterAnswer(register_key=register, source="live", result="unavailable", answered_at=now())
        else:
            yield _answer(register, "live", said.declarations, enterprise)


def _held(context: Context, asked: LookUp, number: str, enterprise: str | None, day: date) -> Iterator[RegisterAnswer]:
    """Yield what our own copy says; one that cannot be read says nothing, and holds nothing up."""
    law = context.app.catalogue(day)
    near, wanted = law.register_rules.days_around, law.field_rules.looks.registers
    lake = context.app.lake(day)
    for register in unreadable(context, day):
        if register in wanted:  # what nobody may read is no "not found"
            yield RegisterAnswer(register_key=register, source="lake", result="unavailable", answered_at=now())
    key = pseudonymiser("worker", keys=context.store.keys)(number)
    try:
        found = [
            one
            for _, one in of_persons(
                lake, {_REF: key}, asked.workplace, day, days_before=near.before, days_after=near.after
            )
        ]
    except (IntakeFault, OSError, PolarsError):
        return
    for holding in found:
        if holding.register_key in wanted:
            told = in_force(holding.register_key, holding.rows, day)
            yield _answer(holding.register_key, "lake", told, enterprise, holding.as_of)


def _answer(
    register: str,
    source: Literal["live", "lake"],
    told: tuple[Declaration, ...],
    enterprise: str | None,
    as_of: date | None = None,
) -> RegisterAnswer:
    here = [one for one in told if enterprise is None or one.company in (None, enterprise)]
    return RegisterAnswer(
        register_key=register,
        source=source,
        result="found" if here else "not_found",
        answered_at=now(),
        as_of=as_of,
        elsewhere=len(here) < len(told),
        declaration=here[0].model_copy(update={"company": None}) if here else None,
    )
