"""The story of a case for one office: what was sent, rung, opened, answered and changed; times and codes, no names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel import and_, col, or_, select

from inspection.acts import referrals
from inspection.acts.portal.copies.answers import openings
from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.values import Happening
from inspection.store.records import AlertRow
from inspection.store.referrals import (
    AttemptRow,
    CallRow,
    DeliveryRow,
    EmbargoEndRow,
    EmbargoRow,
    OutcomeToldRow,
    QuestionRow,
    ReceiptRow,
    ReferralRow,
)

US = "us"


def story_of(
    look: Look, referral: ReferralRow, mine: Sequence[DeliveryRow], others: Iterable[tuple[datetime, str]]
) -> tuple[Happening, ...]:
    """Return the story of a case for one office, the oldest line first.

    Arguments: `mine` every delivery to it; `others` when which other office took the case on, as far as this one may
    know.
    """
    office, ids = mine[0].recipient, [row.id for row in mine]
    found = [
        *_written(mine),
        *_handed_over(look, ids),
        *_rung(look, referral, ids, office),
        *_answered(look, ids, office),
        *(Happening(at=at, what="opened", who=office) for at in openings(look, mine)),
        *_asked(look, ids, office),
        *(_kept_back(look, referral) if look.works_the_case(mine[-1]) else ()),
        *_told(look, referral, office),
        *_sent_on(look, referral, office),
        *_escalated(look, ids),
        *(Happening(at=at, what="acknowledged", who=other) for at, other in others),
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _written(mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    for row in mine:
        report = "queued" if row.supplements is None else "supplement"
        yield Happening(at=row.queued_at, what=report if row.message == "report" else row.message, who=US)


def _handed_over(look: Look, ids: Sequence[str]) -> Iterator[Happening]:
    wanted = select(AttemptRow).where(col(AttemptRow.delivery_id).in_(ids), col(AttemptRow.outcome) != "failed")
    for row in look.session.exec(wanted):
        yield Happening(at=row.at, what=row.outcome, who=US, how=row.transport)


def _rung(look: Look, referral: ReferralRow, ids: Sequence[str], office: str) -> Iterator[Happening]:
    own = and_(col(CallRow.referral_id) == referral.id, col(CallRow.recipient) == office)
    for row in look.session.exec(select(CallRow).where(or_(col(CallRow.delivery_id).in_(ids), own))):
        yield Happening(at=row.at, what="rang", who=US, how="acknowledged" if row.acknowledged else "delivered")


def _answered(look: Look, ids: Sequence[str], office: str) -> Iterator[Happening]:
    for row in look.session.exec(select(ReceiptRow).where(col(ReceiptRow.delivery_id).in_(ids))):
        yield Happening(at=row.at, what=row.answer, who=office, how=row.how)


def _asked(look: Look, ids: Sequence[str], office: str) -> Iterator[Happening]:
    for row in look.session.exec(select(QuestionRow).where(col(QuestionRow.delivery_id).in_(ids))):
        yield Happening(at=row.asked_at, what="question", who=office)
        if row.answered_at is not None:
            yield Happening(at=row.answered_at, what="answer", who=US)


def _kept_back(look: Look, referral: ReferralRow) -> Iterator[Happening]:
    mine = select(EmbargoRow, EmbargoEndRow).join(
        EmbargoEndRow, col(EmbargoEndRow.embargo_id) == col(EmbargoRow.id), isouter=True
    )
    for row, end in look.session.exec(mine.where(col(EmbargoRow.referral_id) == referral.id)):
        yield Happening(at=row.recorded_at, what="embargo", who=row.asked_by)
        if end is not None:
            yield Happening(at=end.ended_at, what="embargo_lifted", who=end.asked_by)


def _told(look: Look, referral: ReferralRow, office: str) -> Iterator[Happening]:
    mine = select(OutcomeToldRow).where(col(OutcomeToldRow.referral_id) == referral.id)
    for row in look.session.exec(mine.where(col(OutcomeToldRow.recipient) == office)):
        yield Happening(at=row.recorded_at, what="outcome", who=office, how=row.outcome)


def _sent_on(look: Look, referral: ReferralRow, office: str) -> Iterator[Happening]:
    for row in referrals.sendings_on(look.session, referral.id):
        if row.sent_by == office:
            yield Happening(at=row.sent_at, what="sent_on", who=row.sent_to)


def _escalated(look: Look, ids: Sequence[str]) -> Iterator[Happening]:
    """Yield each rung that we climbed because this office was silent: that we did, and not whom we rang."""
    late = select(AlertRow).where(col(AlertRow.kind) == "delivery_overdue", col(AlertRow.subject).in_(ids))
    for row in look.session.exec(late):
        yield Happening(at=row.raised_at, what="escalated", who=US)
