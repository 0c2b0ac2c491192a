"""Papers that were signed before anything is learnt, cards that learning proposed, and what people decided of them.

No row is ever changed: how a proposal stands is said by the decision that names it. Nothing here knows an inspector's
effect, a workplace or a person.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from inspection.life_cycles import CardState, LearningPaper
from inspection.store.core import SERVICES, Canonical, Row, one_of, word_of

OBJECTIVES = ("any", "serious")
DECISIONS = (CardState.APPROVED, CardState.REJECTED)


class LearningPaperRow(Row, table=True):
    """That somebody of the head office signed a paper, known by the hash of its file. Append-only.

    The latest of a kind counts; the paper itself is kept where the house keeps its papers.
    """

    __tablename__ = "learning_paper"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", LearningPaper))

    service: str
    kind: LearningPaper = Field(sa_type=word_of(LearningPaper), index=True)
    sha256: str
    signed_by: str = Field(foreign_key="app_user.id")
    signed_at: datetime


class CardProposalRow(Row, table=True):
    """A card of one sector that outcomes speak for, with its evidence. Append-only.

    asked_by
        Who had it made by hand, where the system proposed it: they cannot decide on it either.
    sha256
        Of the body: what a decision is bound to.
    """

    __tablename__ = "card_proposal"
    __table_args__ = (one_of("service", SERVICES), one_of("objective", OBJECTIVES))

    reference: str = Field(unique=True)
    service: str
    sector: str = Field(index=True)
    objective: str
    valid_from: date
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    rules_sha256: str
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime
    asked_by: str | None = Field(default=None, foreign_key="app_user.id")


class CardDecisionRow(Row, table=True):
    """The second person's yes or no to a proposed card, bound to its hash. Append-only.

    valid_from, rule_sha256
        The first day of the card, and the hash of the rule file that says so; None for a no.
    """

    __tablename__ = "card_decision"
    __table_args__ = (one_of("decision", DECISIONS),)

    proposal_id: str = Field(foreign_key="card_proposal.id", unique=True)
    decision: CardState = Field(sa_type=word_of(CardState))
    sha256: str
    reason: str
    valid_from: date | None = None
    rule_sha256: str | None = None
    decided_by: str = Field(foreign_key="app_user.id")
    decided_at: datetime


class EvaluationRow(Row, table=True):
    """How well targeting did by a day, as it was computed then; counts, rates and intervals only. Append-only."""

    __tablename__ = "targeting_evaluation"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    evaluated_on: date = Field(index=True)
    sha256: str
    body: Any = Field(sa_type=Canonical, nullable=False)
    rules_sha256: str
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
