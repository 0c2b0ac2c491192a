"""On-call rosters of the offices that are rung: taken in, tried by a test call, and noted as absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from inspection.acts import alerts
from inspection.acts.on_call.differences import OnCallDifference, on_call_difference
from inspection.acts.on_call.turns import OnCallRosterInput, OnCallTurnInput, as_input, called, read_on_call
from inspection.control.papers import OnCallTurn, is_on_call, needs_test_call
from inspection.errors import ReferralFault, SettingsFault
from inspection.life_cycles import OnCallTestOutcome
from inspection.sealing import sha256_of
from inspection.store.core import new_id
from inspection.store.protection import OnCallAbsenceRow, OnCallRosterRow, OnCallTestRow, OnCallTurnRow
from inspection.time_of import day_in_brussels
from inspection.trust import (
    AppContext,
    AuditedTransaction,
    Context,
    audited_transaction,
    require_in_service,
    require_permission,
)
from sectors import Catalogue


@dataclass(frozen=True, kw_only=True)
class OnCallEntry:
    """A line of the rosters that stand, as people read it.

    answers_now, is_stale
        Whether it answers at the moment of looking, and whether its last answered test call is too long ago.
    """

    id: str
    recipient: str
    role: str
    rank: int
    number: str
    areas: tuple[str, ...]
    hours: str | None
    days: tuple[int, ...]
    starts: str | None
    ends: str | None
    valid_from: date
    valid_until: date | None
    absent_until: datetime | None
    reached_at: datetime | None
    answers_now: bool
    is_stale: bool


def preview_on_call(context: Context, roster: Mapping[str, Any]) -> OnCallDifference:
    """Return what the roster of an office would change, and change nothing.

    Errors: those of `import_on_call`, but 043.
    """
    read = read_on_call(roster)
    _refuse_unknown(roster, read, context.app.catalogue(day_in_brussels(context.at)))
    with context.store.read() as session:
        require_permission(session, context, "on_call.import", service=context.settings.service)
        return _difference(session, context, read)


def import_on_call(context: Context, roster: Mapping[str, Any], *, shown: str | None = None) -> OnCallRosterInput:
    """Take in the roster of one office whole.

    Arguments: `shown` the hash of the difference that somebody looked at, None where nobody did.
    Errors: `ReferralFault` 740 for a roster that cannot be read, 741 for an office or area that the rules do not have;
    `SettingsFault` 043 where it would no longer change what was shown; `AccessRefused`.
    """
    read = read_on_call(roster)
    _refuse_unknown(roster, read, context.app.catalogue(day_in_brussels(context.at)))
    with audited_transaction(context) as tx:
        tx.require("on_call.import", service=context.settings.service)
        if shown is not None and _difference(tx.session, context, read).sha256 != shown:
            raise SettingsFault("SETTING-043")
        row = OnCallRosterRow(
            id=new_id(),
            service=context.settings.service,
            recipient=read.recipient,
            source=read.source,
            imported_by=context.by,
            imported_at=context.at,
        )
        tx.add(row)
        tx.session.add_all([_turn_row(row.id, turn) for turn in read.turns])
        facts = {"recipient": read.recipient, "turns": len(read.turns), "sha256": sha256_of(read)}
        tx.record("on_call.import", row.id, stream="on_call", facts=facts)
    return read


def list_on_call(context: Context, *, recipient: str | None = None) -> list[OnCallEntry]:
    """Return the rosters that stand, office by office; they hold roles and numbers of offices only."""
    with audited_transaction(context) as tx:
        tx.require("on_call.list", service=context.settings.service)
        tx.mark_unchanged()
        return [
            _view(turn, context.app, context.at)
            for turn in alerts.turns_of(tx.session, context.settings.service, recipient=recipient)
        ]


def note_test_call(context: Context, turn_id: str, outcome: OnCallTestOutcome) -> OnCallEntry:
    """Record a test call of a number; it counts for the same number in later rosters of the office too.

    Errors: `ReferralFault` 742 for a turn of no standing roster; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("on_call.test", service=context.settings.service)
        turn = _standing(tx, turn_id)
        tested = OnCallTestRow(
            id=new_id(),
            service=context.settings.service,
            recipient=turn.recipient,
            number=turn.number,
            outcome=outcome,
            tested_by=context.by,
            tested_at=context.at,
        )
        tx.session.add(tested)
        tx.record("on_call.test", turn.id, stream="on_call", facts={"recipient": turn.recipient, "outcome": outcome})
        tx.session.flush()
        return _view(_standing(tx, turn_id), context.app, context.at)


def note_absence(context: Context, turn_id: str, starts_at: datetime, ends_at: datetime) -> OnCallEntry:
    """Record that a turn is not answered for some time: the deputy is rung first.

    Errors: `ReferralFault` 742 for a turn of no standing roster, 743 for an end before the start; `AccessRefused`.
    """
    if ends_at <= starts_at:
        raise ReferralFault("REFER-743")
    with audited_transaction(context) as tx:
        tx.require("on_call.absence", service=context.settings.service)
        turn = _standing(tx, turn_id)
        tx.session.add(
            OnCallAbsenceRow(
                id=new_id(),
                turn_id=turn.id,
                starts_at=starts_at,
                ends_at=ends_at,
                recorded_by=context.by,
                recorded_at=context.at,
            )
        )
        tx.record("on_call.absence", turn.id, stream="on_call", facts={"recipient": turn.recipient})
        tx.session.flush()
        return _view(_standing(tx, turn_id), context.app, context.at)


def stale_on_call(context: Context) -> list[OnCallEntry]:
    """Return the numbers in force whose last answered test call is too long ago, or never was."""
    require_in_service(context, "on_call.list")
    with context.store.read() as session:
        views = [_view(turn, context.app, context.at) for turn in alerts.turns_of(session, context.settings.service)]
    day = day_in_brussels(context.at)
    return [one for one in views if one.is_stale and one.valid_from <= day <= (one.valid_until or day)]


def _difference(session: Session, context: Context, read: OnCallRosterInput) -> OnCallDifference:
    standing = alerts.turns_of(session, context.settings.service, recipient=read.recipient)
    return on_call_difference(read.recipient, map(as_input, standing), read.turns)


def _refuse_unknown(roster: Mapping[str, Any], read: OnCallRosterInput, catalogue: Catalogue) -> None:
    areas = {office.area for office in catalogue.offices}
    unknown = {area for turn in read.turns for area in turn.areas} - areas
    if read.recipient not in catalogue.recipients or unknown:
        what = ", ".join(sorted(unknown)) or read.recipient
        raise ReferralFault("REFER-741", roster=called(roster), unknown=what)


def _standing(tx: AuditedTransaction, turn_id: str) -> OnCallTurn:
    row = tx.session.get(OnCallTurnRow, turn_id)
    roster = tx.session.get(OnCallRosterRow, row.roster_id) if row else None
    if roster is not None:  # the lines of its office alone: each is read with its absences and its calls
        for turn in alerts.turns_of(tx.session, tx.app.settings.service, recipient=roster.recipient):
            if turn.id == turn_id:
                return turn
    raise ReferralFault("REFER-742")


def _turn_row(roster_id: str, turn: OnCallTurnInput) -> OnCallTurnRow:
    return OnCallTurnRow(
        id=new_id(),
        roster_id=roster_id,
        role=turn.role,
        rank=turn.rank,
        areas=list(turn.areas),
        number=turn.number,
        valid_from=turn.valid_from,
        valid_until=turn.valid_until,
        hours=turn.hours,
        days=list(turn.days) or None,
        starts=_minutes(turn.starts),
        ends=_minutes(turn.ends),
    )


def _minutes(clock: str | None) -> int | None:
    return None if clock is None else int(clock[:2]) * 60 + int(clock[3:])


def _view(turn: OnCallTurn, app: AppContext, at: datetime) -> OnCallEntry:
    rules, line = app.catalogue(day_in_brussels(at)).on_call_rules, turn.line
    return OnCallEntry(
        id=turn.id,
        recipient=turn.recipient,
        role=line.role,
        rank=line.rank,
        number=turn.number,
        areas=line.areas,
        hours=line.hours,
        days=line.days,
        starts=line.starts,
        ends=line.ends,
        valid_from=turn.valid_from,
        valid_until=line.valid_until,
        absent_until=max((end for start, end in turn.absent if start <= at < end), default=None),
        reached_at=turn.reached_at,
        answers_now=is_on_call(turn, at, rules),
        is_stale=needs_test_call(turn, at, rules),
    )
