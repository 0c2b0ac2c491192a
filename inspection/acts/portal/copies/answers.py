"""What one office has said of its case: who takes it on, what it asked; and when it opened it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

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
    return [row.opened_at for row in look.rows(OpeningRow, mine)]


def taken_on_by(look: Look, mine: Sequence[DeliveryRow]) -> TakenOn | None:
    """Return who takes a case on, as the office said it last."""
    row = max(look.rows(TakenOnRow, mine), key=lambda one: (one.noted_at, one.id), default=None)
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
    return tuple(
        Question(
            asked_at=row.asked_at,
            words=_opened(look, "referral_question.words", row.id, row.words),
            answer=_opened(look, "referral_question.answer", row.id, row.answer),
            answered_at=row.answered_at,
        )
        for row in sorted(look.rows(QuestionRow, mine), key=lambda one: (one.asked_at, one.id))
    )


def _opened(look: Look, place: str, row: str, sealed: bytes | None) -> str:
    return look.store.unseal(place, row, sealed) if sealed is not None else ""
