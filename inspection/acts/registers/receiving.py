"""Raw deliveries: sealed on receipt, noted as what became of them, destroyed some days later.

The files of a delivery hold national numbers as their owner sent them. They lie in clear until the house receives them,
and never again: the intake reads them from their seal, in memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from inspection.acts.context import app as here
from inspection.errors import IntakeFault
from inspection.registers import delivered
from inspection.registers.delivered import UNENDED, Delivery, RawState
from inspection.registers.lake import Lake
from inspection.registers.readers import SealedSource
from inspection.registers.report import IntakeReport
from inspection.sealing import pseudonymiser
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction, require_permission

_STREAM = "registers"
_SETTLED = (RawState.CURRENT, RawState.REJECTED, RawState.REFUSED, RawState.SUPERSEDED)
_UNREAD = (RawState.RECEIVED, RawState.WAITING)  # nothing of it is in the lake, and it may come there
_NO_BASE = ("INTAKE-022", "INTAKE-026")  # an update whose base is not current: it may be held, or still to come
_PASSED = ("INTAKE-023", "INTAKE-024")  # what is current is newer, or a full delivery of the same day


class Refusal(StrEnum):
    """What becomes of a delivery that was refused: it waits for its base, or its day was passed by a newer one."""

    REFUSED = "refused"
    WAITS = "waits"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class RawDelivery:
    """A delivery as its owner sent it: what became of it, and the day on which it is destroyed."""

    register: str
    id: str
    received_at: datetime
    state: RawState
    day: date | None
    files: int
    destroyed_on: date | None


def receive(context: Context, registers: Sequence[str]) -> tuple[Delivery, ...]:
    """Seal what waits in the folders of registers, and end what a killed process began; returns what is to be taken in.

    Of each register, the earliest first: every delivery that was not taken in yet or waits for its base, one that was
    refused and came again, and the newest, whatever became of it.

    Errors: `AccessRefused`; `RestFault` 101 where the disk gives back other bytes than it was given; OSError.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.receive", service=context.settings.service)
    return tuple(one for register in registers for one in _to_take(context, register))


def _to_take(context: Context, register: str) -> list[Delivery]:
    """Seal what waits of one register, and return what is to be taken in of it."""
    root, record = context.settings.registers, partial(_record, context)
    came: tuple[Delivery, ...] = ()
    if (root / register).is_dir():
        came = delivered.receive(root, register, context.store.keys, at=context.at, by=context.by, record=record)
    again = {one.id for one in came if one.state == RawState.REFUSED}
    known = [one for one in delivered.deliveries(root / register) if one.is_received]
    return [one for one in known if one.state in _UNREAD or one.id in again or one is known[-1]]


def source_of(app: AppContext, source: Path) -> Path | SealedSource:
    """Return what the intake reads of a path: a sealed delivery through its keys, anything else as it is."""
    if not delivered.is_delivery(source):
        return source
    return delivered.source_of(delivered.reading(source), app.store.keys)


def pseudonym_of(app: AppContext, register: str, on: date) -> Callable[[str], str]:
    """Return how the numbers of persons in a register become pseudonyms: by the key that its rules name.

    Errors: `IntakeFault` 030 for a register that is none.
    """
    known = app.catalogue(on).registers
    if register not in known:
        raise IntakeFault("INTAKE-030", registers=", ".join(sorted(known)))
    key = known[register].person_key
    return pseudonymiser(key, keys=app.store.keys) if key is not None else _no_number


def _no_number(number: str) -> str:  # noqa: ARG001  what it would hash
    """Hash nothing: the rules let no number of a person into a register that names no key for it."""
    raise LookupError("a register without a person_key has no number of a person")


def note_taken(app: AppContext, source: Path, report: IntakeReport, at: datetime) -> None:
    """Note what became of a delivery when it was taken in; a path that is none is passed."""
    if not delivered.is_delivery(source):
        return
    lake = Lake(app.settings.lake)
    newest = lake.newest(report.register)
    known = [*([newest] if newest else []), *lake.held(report.register), *lake.closed(report.register)]
    told = report.snapshot, report.kind, report.state
    same = (one.about["sha256"] for one in known if (one.day, one.report.kind, one.report.state) == told)
    state = RawState(report.state)
    _note(delivered.reading(source), state, at, day=report.snapshot, sha256=next(same, ""))


def note_refused(source: Path, fault: Exception, at: datetime) -> Refusal:
    """Note that nothing of a delivery could be taken in, where it is the delivery that is wrong.

    A path that is none is passed, and one that was taken in before: it is what it was. Whatever else went wrong, the
    delivery is tried again the next time.

    Result: refused; that it waits, for an update whose base is not current yet; that it was passed, where a newer
    delivery overtook that base or what had been taken in: of these nobody has to be told.
    """
    if not isinstance(fault, IntakeFault) or not delivered.is_delivery(source):
        return Refusal.REFUSED
    one = delivered.reading(source)
    if fault.code in _PASSED and one.state not in (RawState.RECEIVED, RawState.REFUSED):
        if one.state == RawState.WAITING:
            _note(one, RawState.SUPERSEDED, at)
        return Refusal.PASSED
    waits = fault.code in _NO_BASE
    if one.state in _UNREAD:
        _note(one, RawState.WAITING if waits else RawState.REFUSED, at)
    return Refusal.WAITS if waits else Refusal.REFUSED


def note_decision(app: AppContext, register: str, sha256: str, state: RawState, at: datetime) -> None:
    """Note what people decided about a delivery that was held."""
    for one in delivered.deliveries(app.settings.registers / register):
        if one.sha256 == sha256:
            _note(one, state, at)


def list_deliveries(context: Context) -> tuple[RawDelivery, ...]:
    """Return every raw delivery that still lies here, by register and time."""
    with audited_transaction(context) as tx:
        tx.require("register.list", service=context.settings.service)
        tx.record("register.list", context.by, stream="reading", facts={"kind": "deliveries"})
    days = _days(context)
    return tuple(
        RawDelivery(
            register=one.register,
            id=one.id,
            received_at=one.received_at,
            state=one.state,
            day=one.day,
            files=len(one.files),
            destroyed_on=day_in_brussels(one.settled_at + days) if one.settled_at else None,
        )
        for one in _every(context)
    )


def forget_deliveries(context: Context) -> int:
    """Destroy raw deliveries whose days are over, and record each; returns how many.

    Errors: `AccessRefused`; OSError.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.forget", service=context.settings.service)
    gone = 0
    for one in _every(context):
        settled = _settled(context, one)
        if settled.settled_at is None or settled.settled_at + _days(context) > context.at:
            continue
        with audited_transaction(context) as tx:
            tx.require("register.forget", service=context.settings.service)
            # History is kept first: a process killed here leaves a delivery that is destroyed, and recorded, once more.
            facts = {"register": one.register, "sha256": one.sha256, "state": one.state, "files": len(one.files)}
            tx.record("register.forget", f"{one.register}:{one.id}", stream=_STREAM, facts=facts)
        delivered.destroy(one)
        gone += 1
    return gone


def content_of(file: Path) -> bytes:
    """Return the content of a file that somebody names, also where it was sealed since; OSError where it is nowhere."""
    return delivered.content_of(file, here().store.keys)


def seal_what_was_read(app: AppContext, file: Path) -> None:
    """Seal a file of this home that was taken in; one that lies elsewhere is its owner's and stays as it is."""
    root = app.settings.registers.resolve()
    if file.resolve().parent.parent == root:
        delivered.seal_in_place(file.parent, [file.name], app.store.keys)


def _record(context: Context, one: Delivery) -> None:
    with audited_transaction(context) as tx:
        tx.require("register.receive", service=context.settings.service)
        tx.record("register.receive", f"{one.register}:{one.id}", stream=_STREAM, facts={"files": len(one.files)})


def _note(one: Delivery, state: RawState, at: datetime, *, day: date | None = None, sha256: str = "") -> None:
    """Note a state; the days of a delivery that is taken in once more, unchanged, count from the first time."""
    settled_at = None if state not in _SETTLED else one.settled_at if one.state == state else at
    delivered.note(one, state=state, day=day or one.day, sha256=sha256 or one.sha256, settled_at=settled_at)


def _settled(context: Context, one: Delivery) -> Delivery:
    """Return a delivery as settled where nobody noted it: overtaken while it was held, or never taken in at all.

    One that waits for its base is not: however long somebody takes to decide about that, it is tried again.
    """
    if one.settled_at is not None or one.state in (*UNENDED, *_SETTLED, RawState.WAITING):
        return one
    lake = Lake(context.settings.lake)
    if any(held.about["sha256"] == one.sha256 for held in lake.held(one.register)):
        return one
    newer = [other for other in _every(context) if other.register == one.register and other.id > one.id]
    if one.state == RawState.HELD or newer:
        return replace(one, settled_at=newer[0].received_at if newer else one.received_at)
    return one


def _every(context: Context) -> tuple[Delivery, ...]:
    root = context.settings.registers
    folders = sorted(root.iterdir()) if root.is_dir() else []
    return tuple(one for folder in folders if folder.is_dir() for one in delivered.deliveries(folder))


def _days(context: Context) -> timedelta:
    return timedelta(days=context.app.catalogue(day_in_brussels(context.at)).raw_deliveries.days)
