"""What is expected of whom in a case: of each office that has it, and of ourselves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.board.lateness import span
from inspection.acts.board.values import BoardRow, Expected, Owed, Owes
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.store.referrals import (
    FollowUpRow,
    RecallDeletionRow,
    RecallRow,
    ReferralChangeEndRow,
    ReferralChangeRow,
)

_OURS: dict[str, Owes] = {
    FollowUpKind.PERSON_CHECK: "person_check",
    FollowUpKind.CALL_BACK: "call_back",
    FollowUpKind.ENTRY_CONFIRM: "entry_confirm",
}


def expected(
    session: Session, referral_id: str, control_id: str, rows: Sequence[BoardRow], at: datetime
) -> tuple[Expected, ...]:
    """Return a line for each office, the most urgent first, and one for us.

    Arguments: `rows` the last delivery to each office.
    """
    recalled = _recalled(session, [row.delivery_id for row in rows])
    offices = [_of_office(row, recalled, at) for row in rows]
    ours = (*_follow_ups(session, control_id, at), *_from_offices(rows, at), *_changes(session, referral_id))
    kept_off = any(row.is_embargoed for row in rows)
    return (*offices, Expected(row=None, owes=(*ours, *([Owed(what="keep_off")] if kept_off else []))))


def _of_office(row: BoardRow, recalled: dict[str, bool], at: datetime) -> Expected:
    if row.delivery_id in recalled:
        is_deleted = recalled[row.delivery_id]
        return Expected(row=row, owes=(Owed(what="nothing" if is_deleted else "deletion"),), is_recalled=True)
    if row.group in ("late", "soon", "waiting", "question"):
        return Expected(row=row, owes=(Owed(what="answer"),))
    if row.taken is not None and row.taken.is_waited_for and row.taken.rings_back_at is not None:
        owed = Owed(what="ring_back", due_at=row.taken.rings_back_at, clock=span(row.taken.rings_back_at, at))
        return Expected(row=row, owes=(owed,))
    return Expected(row=row, owes=(Owed(what="nothing"),))


def _follow_ups(session: Session, control_id: str, at: datetime) -> Iterator[Owed]:
    """Yield what somebody of ours owes; a no that is to be read is nobody's business here."""
    wanted = (
        select(FollowUpRow)
        .where(col(FollowUpRow.control_id) == control_id, col(FollowUpRow.state) == FollowUpState.OPEN)
        .where(col(FollowUpRow.kind).in_(tuple(_OURS)))
        .order_by(col(FollowUpRow.due_at), col(FollowUpRow.id))
    )
    for one in session.exec(wanted):
        about = one.subject if one.kind == FollowUpKind.PERSON_CHECK else ""
        yield Owed(what=_OURS[one.kind], due_at=one.due_at, clock=span(one.due_at, at), about=about)


def _from_offices(rows: Iterable[BoardRow], at: datetime) -> Iterator[Owed]:
    """Yield what we owe because an office asked, or sent it back."""
    for row in rows:
        if row.asked_at is not None:
            yield Owed(what="answer_question", due_at=row.asked_at, clock=span(row.asked_at, at))
        if row.group == "refused":
            yield Owed(what="other_office", due_at=row.clock_at, clock=row.clock)


def _changes(session: Session, referral_id: str) -> Iterator[Owed]:
    ended = select(ReferralChangeEndRow.change_id)
    waits = select(ReferralChangeRow.proposed_at).where(
        col(ReferralChangeRow.referral_id) == referral_id, col(ReferralChangeRow.id).not_in(ended)
    )
    for proposed_at in session.exec(waits):
        yield Owed(what="confirm_change", due_at=proposed_at)


def _recalled(session: Session, ids: Sequence[str]) -> dict[str, bool]:
    """Return by delivery that was recalled whether its deletion was noted."""
    deleted = col(RecallDeletionRow.recall_id) == col(RecallRow.id)
    wanted = select(RecallRow.delivery_id, RecallDeletionRow.id).join(RecallDeletionRow, deleted, isouter=True)
    return {id_: end is not None for id_, end in session.exec(wanted.where(col(RecallRow.delivery_id).in_(ids)))}
