"""Deliveries of registers that the gate held: told, looked at, and released or rejected by people.

Two people stand behind a release, and none of them by proxy of the machine: whoever took a delivery in cannot release
it, and of one that the schedule took in, one person asks for the release and another gives it. One person may reject:
the week goes on with the last good one anyway.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from inspection.acts import alerts
from inspection.acts.registers.receiving import note_decision
from inspection.acts.registers.takings import (
    given_reason_of,
    note_given_up,
    note_taking,
    snapshots_given_up,
    snapshots_taken,
)
from inspection.errors import IntakeFault
from inspection.life_cycles import AlertState
from inspection.registers.delivered import RawState
from inspection.registers.gate import Difference, held
from inspection.registers.intake import require_in_force
from inspection.registers.lake import Lake, Snapshot, damages, manifest_sha256, worth_of
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels
from inspection.trust import (
    AppContext,
    AuditedTransaction,
    Context,
    audited_transaction,
    require_apart,
    require_permission,
)


class HeldDecision(StrEnum):
    """What somebody did about a delivery of a register that is held; asked where a second person must agree."""

    ASKED = "asked"
    RELEASED = "released"
    REJECTED = "rejected"


KIND = "register_held"
_SYSTEM = "system"
_HASH_DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class HeldRegister:
    """One held delivery; `last_good` is what the week is planned from instead, None where there is nothing yet.

    sha256
        The hash of its files, which a decision names.
    asked_by
        Who asked for its release already; somebody else gives it.
    """

    register: str
    day: date
    sha256: str
    kind: str
    extract: int | None
    last_good: date | None
    compared_with: date | None
    taken_by: str
    asked_by: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What became of a held delivery: released, rejected, or asked for: then a second person releases it."""

    register: str
    day: date
    state: HeldDecision


def allow_intake(context: Context) -> None:
    """Make sure that somebody may take registers in, before anything is read; raises `AccessRefused`."""
    with context.store.read() as session:
        require_permission(session, context, "register.take", service=context.settings.service)


def tell_of_held(context: Context, reports: tuple[IntakeReport, ...]) -> int:
    """Alert the direction of each delivery that was held, once each time that it was; returns how many alerts are new.

    An alert about one that is held no longer, since another came or overtook it, is closed; where the same files come
    again and are held again, that is another alert.
    """
    new = 0
    with audited_transaction(context) as tx:
        tx.require("register.take", service=context.settings.service)
        for report in reports:
            for one in _lake(context.app).held(report.register):
                if one.day == report.snapshot and report.state == SnapshotState.HELD:
                    new += _told(tx, one)
        closed = _close_gone(tx)
        if not new and not closed:
            tx.mark_unchanged()
    return new


def list_held(context: Context) -> tuple[HeldRegister, ...]:
    """Return every held delivery with what differs, by register and day; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("register.list", service=context.settings.service)
        tx.record("register.list", context.by, stream="reading", facts={"kind": "registers"})
    lake, known = _lake(context.app), context.app.catalogue(day_in_brussels(context.at)).registers
    return tuple(_view(lake, one) for key in sorted(known) for one in lake.held(key))


def release(context: Context, register: str, sha256: str, *, reason: str) -> Decision:
    """Release a held delivery of a register, or ask for it where nobody took it in by hand.

    Arguments: `sha256` of the delivery that was looked at, or its first twelve signs or more: nothing that came in
    since is released in its place.
    Errors: `IntakeFault` 050 where nothing is held, 051 where it no longer follows the current one, 053 without a
    reason, 054 for another hash, 058 where a file of it is damaged, 101 to 103 where the authorisation by which it came
    in is not in force any more; `AccessRefused`, 041 for who took it in or asked already.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.release", service=context.settings.service)
    said = given_reason_of(reason)
    with held.deciding(_lake(context.app), register, sha256) as one:
        before = held.noted(one)
        first = before.get("asked_by") if one.report.taken_by == _SYSTEM else one.report.taken_by
        require_apart(context, "register.release", "register.take", first)
        held.refuse_unfit(_lake(context.app), one)
        law = context.app.catalogue(day_in_brussels(context.at))
        require_in_force(law.registers[register], one.report.authorisation, law)
        with audited_transaction(context) as tx:
            act = "register.release" if first else "register.ask"
            tx.record(act, _subject(one), stream="register", facts={**_facts(one, said), "first": first or context.by})
            if first:
                _seen(tx, one)
        # History is kept first: a process killed here leaves a decision to be made again, never one that nobody made.
        if first is None:
            held.note(one, {"asked_by": context.by, "asked_at": context.at.isoformat(), "asked_because": said})
            return Decision(register=register, day=one.day, state=HeldDecision.ASKED)
        held.release(_lake(context.app), one, before | _decision(HeldDecision.RELEASED, context.by, context.at, said))
    note_decision(context.app, register, str(one.about["sha256"]), RawState.CURRENT, context.at)
    manifest = manifest_sha256(_lake(context.app), register, one.day.isoformat())
    if manifest is not None:
        note_taking(context, register, one.day, manifest)
    tell_of_held(context, ())  # older ones that it overtook
    return Decision(register=register, day=one.day, state=HeldDecision.RELEASED)


def reject(context: Context, register: str, sha256: str, *, reason: str) -> Decision:
    """Reject a held delivery of a register: its account stays, its rows go, the same bytes do not come back.

    Arguments: `sha256` of the delivery that was looked at, or its first twelve signs or more.
    Errors: `IntakeFault` 050 where nothing is held, 053 without a reason, 054 for another hash; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.reject", service=context.settings.service)
    said = given_reason_of(reason)
    with held.deciding(_lake(context.app), register, sha256) as one:
        with audited_transaction(context) as tx:
            tx.record("register.reject", _subject(one), stream="register", facts=_facts(one, said))
            _seen(tx, one)
        held.reject(one, held.noted(one) | _decision(HeldDecision.REJECTED, context.by, context.at, said))
    note_decision(context.app, register, str(one.about["sha256"]), RawState.REJECTED, context.at)
    return Decision(register=register, day=one.day, state=HeldDecision.REJECTED)


def give_up(context: Context, register: str, day: date, *, reason: str) -> None:
    """Record that the direction accepts the loss of an older snapshot that is damaged or gone; the same adds nothing.

    A delivery of its day is not taken in again, so that without a backup it stays lost; the doctor then says so and
    finds nothing wrong in it. One that weeks are planned from is never given up.

    Errors: `IntakeFault` 055 for one that is whole or was never there, 057 for one that is read still; 053 without a
    reason; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.give_up", service=context.settings.service)
        given, taken = snapshots_given_up(session), snapshots_taken(session)
    said = given_reason_of(reason)
    if (register, day.isoformat()) in given:
        return
    _refuse_not_lost(_lake(context.app), register, day, taken.get((register, day.isoformat())))
    with audited_transaction(context) as tx:
        note_given_up(tx, register, day, said)


def _refuse_not_lost(lake: Lake, register: str, day: date, taken: str | None) -> None:
    """Refuse to give up anything but an older snapshot that is lost."""
    if worth_of(lake, register, day.isoformat()) != "past":
        raise IntakeFault("INTAKE-057", register=register, day=day)
    here = manifest_sha256(lake, register, day.isoformat())
    is_damaged = any(one.is_certain and one.day == day.isoformat() for one in damages(lake, register))
    if not is_damaged and (taken is None or here == taken):
        raise IntakeFault("INTAKE-055", register=register, day=day)


def _lake(app: AppContext) -> Lake:
    return Lake(app.settings.lake, app.store.keys)


def _view(lake: Lake, one: Snapshot) -> HeldRegister:
    newest = lake.newest(one.report.register)
    return HeldRegister(
        register=one.report.register,
        day=one.day,
        sha256=one.about["sha256"],
        kind=one.report.kind,
        extract=one.report.extract,
        last_good=newest.day if newest else None,
        compared_with=one.report.compared_with,
        taken_by=one.report.taken_by,
        asked_by=held.noted(one).get("asked_by"),
        differences=one.report.differences,
    )


def _told(tx: AuditedTransaction, one: Snapshot) -> bool:
    service = tx.app.settings.service
    is_new = alerts.raise_alert(tx, KIND, _alerted(tx.app, one), one.report.turn, "", service, role="direction")
    if is_new:
        tx.record("register.hold", _subject(one), stream="register", facts=_facts(one, ""))
    return is_new


def _seen(tx: AuditedTransaction, one: Snapshot) -> None:
    """End the alert about a delivery: somebody decided."""
    alerts.end_alerts_about(tx, KIND, _alerted(tx.app, one))


def _close_gone(tx: AuditedTransaction) -> int:
    """End the alerts about deliveries that nobody can decide on any more; returns how many."""
    service, lake = tx.app.settings.service, _lake(tx.app)
    mine = (col(AlertRow.kind) == KIND, col(AlertRow.service) == service, col(AlertRow.state) == AlertState.OPEN)
    gone = set()
    for subject in tx.session.exec(select(AlertRow.subject).where(*mine)):
        try:
            waits = {_alerted(tx.app, one) for one in lake.held(subject.split(":")[1])}
        except IntakeFault:
            continue  # its account cannot be read: nobody knows whether it is gone, and others are told all the same
        if subject not in waits:
            gone.add(subject)
    return alerts.end_alerts_about(tx, KIND, *sorted(gone)) if gone else 0


def _alerted(app: AppContext, one: Snapshot) -> str:
    """Return the subject of its alert: a corrected delivery of the same day is another one."""
    return f"{app.settings.service}:{one.report.register}:{str(one.about['sha256'])[:_HASH_DIGITS]}"


def _subject(one: Snapshot) -> str:
    return f"{one.report.register}@{one.day.isoformat()}"


def _facts(one: Snapshot, reason: str) -> dict[str, object]:
    measures = sorted({difference.measure for difference in one.report.differences})
    return {"sha256": one.about["sha256"], "measures": measures, **({"reason": reason} if reason else {})}


def _decision(state: HeldDecision, by: str, at: datetime, reason: str) -> dict[str, Any]:
    return {"state": state, "by": by, "at": at.isoformat(), "because": reason}
