"""What one office has said of its case: who takes it on, what it asked, what it told later; and when it opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlmodel import col, select

from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.values import Outcome, Question, TakenOn, Taker, Told
from inspection.store.referrals import (
    DeliveryRow,
    OpeningRow,
    OutcomeToldRow,
    QuestionRow,
    ReferralRow,
    TakenOnRow,
)


@dataclass(frozen=True)
class OutcomeDue:
    """The next day on which an outcome is asked for, and after how many months that is; None for whom nobody asks."""

    day: date | None = None
    months: int | None = None


@dataclass(frozen=True)
class OutcomesTold:
    """What an office told of a case later."""

    told: tuple[Told, ...]

    def due(self, look: Look, referral: ReferralRow, office: str) -> OutcomeDue:
        """Return when it is asked next."""
        return OutcomeDue()


def openings(look: Look, mine: Sequence[DeliveryRow]) -> list[datetime]:
    """Return when an office opened what it got, each delivery the first time."""
    wanted = select(OpeningRow.opened_at).where(col(OpeningRow.delivery_id).in_(_ids(mine)))
    return list(look.session.exec(wanted))


def taken_on_by(look: Look, mine: Sequence[DeliveryRow]) -> TakenOn | None:
    """Return who takes a case on, as the office said it last."""
    wanted = select(TakenOnRow).where(col(TakenOnRow.delivery_id).in_(_ids(mine)))
    row = look.session.exec(wanted.order_by(col(TakenOnRow.noted_at).desc(), col(TakenOnRow.id).desc())).first()
    if row is None:
        return None
    return TakenOn(
        taker=cast(Taker, row.taker),
        noted_at=row.noted_at,
        rings_back_at=row.rings_back_at,
        telephone=_opened(look, "taken_on.telephone", row.id, row.telephone),
        words=_opened(look, "taken_on.words", row.id, row.words),
    )


def questions_of(look: Look, mine: Sequence[DeliveryRow]) -> tuple[Question, ...]:
    """Return what an office asked, with our answers, the oldest first."""
    wanted = select(QuestionRow).where(col(QuestionRow.delivery_id).in_(_ids(mine)))
    return tuple(
        Question(
            asked_at=row.asked_at,
            words=_opened(look, "referral_question.words", row.id, row.words),
            answer=_opened(look, "referral_question.answer", row.id, row.answer),
            answered_at=row.answered_at,
        )
        for row in look.session.exec(wanted.order_by(col(QuestionRow.asked_at), col(QuestionRow.id)))
    )


def outcomes_of(look: Look, referral: ReferralRow, office: str) -> OutcomesTold:
    """Return what an office told of a case later, the oldest first."""
    wanted = select(OutcomeToldRow).where(
        col(OutcomeToldRow.referral_id) == referral.id, col(OutcomeToldRow.recipient) == office
    )
    rows = look.session.exec(wanted.order_by(col(OutcomeToldRow.recorded_at), col(OutcomeToldRow.id)))
    return OutcomesTold(tuple(Told(outcome=cast(Outcome, row.outcome), told_on=row.told_on) for row in rows))


def _opened(look: Look, place: str, row: str, sealed: bytes | None) -> str:
    return look.store.unseal(place, row, sealed) if sealed is not None else ""


def _ids(mine: Sequence[DeliveryRow]) -> list[str]:
    return [row.id for row in mine]
