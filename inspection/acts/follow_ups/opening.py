"""Follow-ups inside the act that opens or ends them: one for each kind, subject and turn, all in the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from inspection.control.conclusions import is_working_day
from inspection.life_cycles import FollowUpKind, FollowUpOutcome, FollowUpState, PersonNow
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.referrals import FollowUpRow
from inspection.time_of import BRUSSELS
from inspection.trust import AuditedTransaction


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when a follow-up is told of, and the moment after which it is late."""

    starts_at: datetime
    due_at: datetime


def open_follow_up(
    tx: AuditedTransaction,
    kind: FollowUpKind,
    row: ControlRow,
    subject: str,
    span: Span,
    *,
    for_user: str | None = None,
    lacks: Sequence[str] = (),
) -> FollowUpRow | None:
    """Open a follow-up inside an act; None where one of this kind and subject waits already.

    Arguments: as the columns of `FollowUpRow`.
    """
    mine = follow_ups_of(tx.session, row.id, kind, subject)
    if any(one.state == FollowUpState.OPEN for one in mine):
        return None
    made = FollowUpRow(
        id=new_id(),
        kind=kind,
        control_id=row.id,
        subject=subject,
        n=len(mine) + 1,
        service=row.service,
        district=row.district,
        for_user=for_user,
        opened_at=tx.at,
        starts_at=span.starts_at,
        due_at=span.due_at,
        state=FollowUpState.OPEN,
        lacks=list(lacks),
    )
    tx.session.add(made)
    tx.session.flush()
    tx.record("follow_up.open", made.id, stream="referral", facts={"kind": kind, "control": row.id, "n": made.n})
    return made


def close_follow_up(
    tx: AuditedTransaction,
    owed: FollowUpRow,
    outcome: FollowUpOutcome,
    *,
    words: str = "",
    now_at: PersonNow | None = None,
) -> None:
    """Close a follow-up inside an act, with what came of it; `words` are sealed, and the trail says who ended it."""
    owed.state, owed.outcome, owed.now_at = FollowUpState.CLOSED, outcome, now_at
    owed.closed_by, owed.closed_at = tx.by, tx.at
    if words.strip():
        owed.words = tx.store.seal("follow_up.words", owed.id, words.strip(), case=owed.control_id)
    tx.session.add(owed)
    facts = {"kind": owed.kind, "control": owed.control_id, "outcome": outcome}
    tx.record("follow_up.close", owed.id, stream="referral", facts=facts)


def follow_ups_of(
    session: Session, control_id: str, kind: FollowUpKind, subject: str | None = None
) -> list[FollowUpRow]:
    """Return the follow-ups of a kind of a control, the first one first; those about one subject where it is named."""
    mine = select(FollowUpRow).where(col(FollowUpRow.control_id) == control_id, col(FollowUpRow.kind) == kind)
    if subject is not None:
        mine = mine.where(col(FollowUpRow.subject) == subject)
    return list(session.exec(mine.order_by(col(FollowUpRow.n), col(FollowUpRow.id))))


def end_of(day: date) -> datetime:
    """Return the moment at which a day in Belgium is over."""
    return start_of(day + timedelta(days=1))


def start_of(day: date) -> datetime:
    """Return the moment at which a day in Belgium begins."""
    return datetime.combine(day, time(), BRUSSELS)


def working_day_after(day: date, number: int) -> date:
    """Return the `number`-th working day after a day."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
