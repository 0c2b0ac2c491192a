"""What one office has said of its case: who takes it on, what it asked; and when it opened it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlmodel import col, select

from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.values import Question, TakenOn
from inspection.life_cycles import Taker
from inspection.store.referrals import (
    DeliveryRow,
    OpeningRow,
    QuestionRow,
    TakenOnRow,
)


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


def _opened(look: Look, place: str, row: str, sealed: bytes | None) -> str:
    return look.store.unseal(place, row, sealed) if sealed is not None else ""


def _ids(mine: Sequence[DeliveryRow]) -> list[str]:
    return [row.id for row in mine]
