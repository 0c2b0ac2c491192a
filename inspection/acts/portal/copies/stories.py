"""The story of a case for one office: what was sent, rung, opened, answered and changed; times and codes, no names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel import col, select

from inspection.acts.portal.copies.answers import openings
from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.copies.outcomes import outcomes_told
from inspection.acts.portal.copies.sent_on import sendings_on
from inspection.acts.portal.values import Happening
from inspection.life_cycles import AttemptOutcome
from inspection.store.records import AlertRow
from inspection.store.referrals import (
    AttemptRow,
    CallRow,
    DeliveryRow,
    EmbargoEndRow,
    EmbargoRow,
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
    office = mine[0].recipient
    found = [
        *_written(mine),
        *_handed_over(look, mine),
        *_rung(look, referral, mine),
        *_answered(look, mine),
        *(Happening(at=at, what="opened", who=office) for at in openings(look, mine)),
        *_asked(look, mine),
        *(_kept_back(look, referral) if look.works_the_case(mine[-1]) else ()),
        *_told(look, referral, office),
        *_sent_on(look, referral, office),
        *_escalated(look, mine),
        *(Happening(at=at, what="acknowledged", who=other) for at, other in others),
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _written(mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    for row in mine:
        report = "queued" if row.supplements is None else "supplement"
        yield Happening(at=row.queued_at, what=report if row.message == "report" else row.message, who=US)


def _handed_over(look: Look, mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    for row in look.rows(AttemptRow, mine):
        if row.outcome != AttemptOutcome.FAILED:
            yield Happening(at=row.at, what=row.outcome, who=US, how=row.transport)


def _rung(look: Look, referral: ReferralRow, mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    def read() -> list[CallRow]:
        return list(look.session.exec(select(CallRow).where(col(CallRow.referral_id) == referral.id)))

    apart = look.once("calls apart", referral.id, read)
    for row in (*look.rows(CallRow, mine), *(one for one in apart if one.recipient == mine[0].recipient)):
        yield Happening(at=row.at, what="rang", who=US, how="acknowledged" if row.acknowledged else "delivered")


def _answered(look: Look, mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    for row in look.rows(ReceiptRow, mine):
        yield Happening(at=row.at, what=row.answer, who=mine[0].recipient, how=row.how)


def _asked(look: Look, mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    for row in look.rows(QuestionRow, mine):
        yield Happening(at=row.asked_at, what="question", who=mine[0].recipient)
        if row.answered_at is not None:
            yield Happening(at=row.answered_at, what="answer", who=US)


def _kept_back(look: Look, referral: ReferralRow) -> Iterator[Happening]:
    def read() -> list[tuple[EmbargoRow, EmbargoEndRow | None]]:
        mine = select(EmbargoRow, EmbargoEndRow).join(
            EmbargoEndRow, col(EmbargoEndRow.embargo_id) == col(EmbargoRow.id), isouter=True
        )
        return list(look.session.exec(mine.where(col(EmbargoRow.referral_id) == referral.id)))

    for row, end in look.once("embargoes", referral.id, read):
        yield Happening(at=row.recorded_at, what="embargo", who=row.asked_by)
        if end is not None:
            yield Happening(at=end.ended_at, what="embargo_lifted", who=end.asked_by)


def _told(look: Look, referral: ReferralRow, office: str) -> Iterator[Happening]:
    for row in outcomes_told(look, referral, office):
        yield Happening(at=row.recorded_at, what="outcome", who=office, how=row.outcome)


def _sent_on(look: Look, referral: ReferralRow, office: str) -> Iterator[Happening]:
    for row in sendings_on(look, referral):
        if row.sent_by == office:
            yield Happening(at=row.sent_at, what="sent_on", who=row.sent_to)


def _escalated(look: Look, mine: Sequence[DeliveryRow]) -> Iterator[Happening]:
    """Yield each rung that we climbed because this office was silent: that we did, and not whom we rang."""

    def read() -> list[AlertRow]:
        own = select(DeliveryRow.id).where(col(DeliveryRow.referral_id) == mine[0].referral_id)
        late = select(AlertRow).where(col(AlertRow.kind) == "delivery_overdue", col(AlertRow.subject).in_(own))
        return list(look.session.exec(late))

    ids = {row.id for row in mine}
    for row in look.once("escalations", mine[0].referral_id, read):
        if row.subject in ids:
            yield Happening(at=row.raised_at, what="escalated", who=US)
