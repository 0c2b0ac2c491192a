"""Duties inside the act that opens or ends them: one for each kind, subject and turn, and every step in the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from inspection.control.conclusions import is_working_day
from inspection.life_cycles import DutyKind, DutyOutcome, DutyState, PersonNow
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.referrals import DutyRow
from inspection.time_of import BRUSSELS
from inspection.trust import AuditedTransaction


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when a duty is told of, and the moment after which it is late."""

    starts_at: datetime
    due_at: datetime


def open_duty(
    tx: AuditedTransaction,
    kind: DutyKind,
    row: ControlRow,
    subject: str,
    span: Span,
    *,
    for_user: str | None = None,
    lacks: Sequence[str] = (),
) -> DutyRow | None:
    """Open a duty inside an act; None where one of this kind and subject waits already.

    Arguments: as the columns of `DutyRow`.
    """
    mine = duties_of(tx.session, row.id, kind, subject)
    if any(one.state == DutyState.OPEN for one in mine):
        return None
    made = DutyRow(
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
        state=DutyState.OPEN,
        lacks=list(lacks),
    )
    tx.session.add(made)
    tx.session.flush()
    tx.record("duty.open", made.id, stream="referral", facts={"kind": kind, "control": row.id, "n": made.n})
    return made


def close_duty(
    tx: AuditedTransaction,
    duty: DutyRow,
    outcome: DutyOutcome,
    *,
    words: str = "",
    now_at: PersonNow | None = None,
) -> None:
    """Close a duty inside an act, with what came of it; `words` are sealed, and the trail says who and how it ended."""
    duty.state, duty.outcome, duty.now_at = DutyState.CLOSED, outcome, now_at
    duty.closed_by, duty.closed_at = tx.by, tx.at
    if words.strip():
        duty.words = tx.store.seal("duty.words", duty.id, words.strip())
    tx.session.add(duty)
    facts = {"kind": duty.kind, "control": duty.control_id, "outcome": outcome}
    tx.record("duty.close", duty.id, stream="referral", facts=facts)


def duties_of(session: Session, control_id: str, kind: DutyKind, subject: str | None = None) -> list[DutyRow]:
    """Return the duties of a kind of a control, the first one first; those about one subject where it is named."""
    mine = select(DutyRow).where(col(DutyRow.control_id) == control_id, col(DutyRow.kind) == kind)
    if subject is not None:
        mine = mine.where(col(DutyRow.subject) == subject)
    return list(session.exec(mine.order_by(col(DutyRow.n), col(DutyRow.id))))


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
