"""What somebody of ours still owes after a decision on a suspicion: each is opened, done or overtaken once."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, UniqueConstraint

from inspection.life_cycles import FollowUpKind, FollowUpOutcome, FollowUpState, PersonNow
from inspection.store.core import SERVICES, Canonical, Row, Sealed, one_of, word_of


class FollowUpRow(Row, table=True):
    """One follow-up: a no to be read, a person to be looked after, a call back, an entry to be confirmed.

    subject
        What it is about within its control: the id of a decision, the reference of a person (P2), or empty.
    n
        The how many-th follow-up of its kind about its subject: whoever was not reached is looked after again.
    for_user
        Who owes it by name; None where it is owed by a function or a role.
    starts_at, due_at
        From when it is told of, and the moment after which it is late.
    lacks
        Codes of what a first report left open, with references of persons; empty of other kinds.
    now_at
        Where the person is by what was found out.
    words
        What was said or why, sealed.
    entered_by, told_at
        Of an entry in somebody's name: who entered it, and at which moment it was told on the telephone.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("kind", "control_id", "subject", "n"),
        Index("ix_follow_up_open", "state", "kind"),
        one_of("service", SERVICES),
        one_of("kind", FollowUpKind),
        one_of("state", FollowUpState),
        one_of("outcome", FollowUpOutcome, empty=True),
        one_of("now_at", PersonNow, empty=True),
    )

    kind: FollowUpKind = Field(sa_type=word_of(FollowUpKind))
    control_id: str = Field(foreign_key="control.id", index=True)
    subject: str
    n: int = 1
    service: str
    district: str = Field(index=True)
    for_user: str | None = Field(default=None, foreign_key="app_user.id")
    opened_at: datetime
    starts_at: datetime
    due_at: datetime
    state: FollowUpState = Field(sa_type=word_of(FollowUpState))
    lacks: Any = Field(sa_type=Canonical, nullable=False)
    outcome: FollowUpOutcome | None = Field(default=None, sa_type=word_of(FollowUpOutcome))
    now_at: PersonNow | None = Field(default=None, sa_type=word_of(PersonNow))
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    entered_by: str | None = Field(default=None, foreign_key="app_user.id")
    told_at: datetime | None = None
    closed_by: str | None = Field(default=None, foreign_key="app_user.id")
    closed_at: datetime | None = None
