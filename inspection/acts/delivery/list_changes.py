"""What changed of a referral since an office was sent its last list: state, questions, corrections, who takes it on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.life_cycles import ListChange
from inspection.store.referrals import DeliveryRow, PublishedListRow, QuestionRow, TakenOnRow

_MESSAGES: Mapping[str, ListChange] = {
    "report": ListChange.SUPPLEMENT,
    "correction": ListChange.CORRECTION,
    "withdrawal": ListChange.WITHDRAWAL,
}


def states_listed(before: PublishedListRow | None) -> dict[str, str]:
    """Return by reference the state of each referral as the last list told it."""
    rows: Sequence[Mapping[str, Any]] = before.body.get("rows", ()) if before is not None else ()
    return {row["reference"]: row["state"] for row in rows}


def changes_since(
    session: Session, deliveries: Sequence[DeliveryRow], state: str, told: str | None, since: datetime
) -> tuple[ListChange, ...]:
    """Return what changed of a referral with one office since a moment, in the order of `ListChange`.

    Arguments: `deliveries` those to the office; `state` how the referral stands with it, `told` as the last list said.
    """
    found = set(_said(session, deliveries, since))
    later = [row for row in deliveries if row.queued_at > since and (row.message != "report" or row.supplements)]
    found |= {_MESSAGES[row.message] for row in later if row.message in _MESSAGES}
    if told is not None and told != state:
        found.add(ListChange.STATE)
    return tuple(change for change in ListChange if change in found)


def _said(session: Session, deliveries: Sequence[DeliveryRow], since: datetime) -> Iterable[ListChange]:
    ids = sorted(row.id for row in deliveries)
    asked = session.exec(select(QuestionRow).where(col(QuestionRow.delivery_id).in_(ids))).all()
    if any(row.asked_at > since for row in asked):
        yield ListChange.QUESTION
    if any(row.answered_at is not None and row.answered_at > since for row in asked):
        yield ListChange.ANSWER
    taken = select(TakenOnRow.id).where(col(TakenOnRow.delivery_id).in_(ids), col(TakenOnRow.noted_at) > since)
    if session.exec(taken).first() is not None:
        yield ListChange.TAKEN_ON
