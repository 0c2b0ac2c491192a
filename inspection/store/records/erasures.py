"""What is destroyed because its time is over: proposed, confirmed by a second person, and told apart by outcome.

Ids of ours and counts only. Rows of append-only tables can be deleted by nobody until an outcome here names them.
"""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Row, Stored, one_of

ERASURE_OUTCOMES = ("erased", "held", "gone")


class ErasureRow(Row, table=True):
    """A proposal to destroy records; append-only.

    scope
        "all" of the nightly one, or the class of records that somebody named; the latest of a scope replaces earlier
        ones.
    sha256
        What a confirmation is bound to: every class and id.
    """

    __tablename__ = "erasure"
    __table_args__ = (one_of("service", SERVICES),)

    reference: str = Field(unique=True)
    service: str
    scope: str
    sha256: str
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class ErasureItemRow(Row, table=True):
    """One record of a proposal: a class of sectors/common/retention.yaml, and the id of what is due. Append-only."""

    __tablename__ = "erasure_item"
    __table_args__ = (UniqueConstraint("erasure_id", "class_key", "subject"),)

    erasure_id: str = Field(foreign_key="erasure.id", index=True)
    class_key: str
    subject: str = Field(index=True)


class ErasureConfirmationRow(Row, table=True):
    """That a second person confirmed a proposal; append-only."""

    __tablename__ = "erasure_confirmation"

    erasure_id: str = Field(foreign_key="erasure.id", unique=True)
    confirmed_by: str = Field(foreign_key="app_user.id")
    confirmed_at: datetime


class ErasureOutcomeRow(Stored, table=True):
    """What became of one record of a confirmed proposal; append-only.

    outcome
        "erased"; "held" by a legal hold; "gone" where it was no longer due, or not there any more.
    """

    __tablename__ = "erasure_outcome"
    __table_args__ = (one_of("outcome", ERASURE_OUTCOMES),)

    id: str = Field(primary_key=True, foreign_key="erasure_item.id")
    outcome: str


class LegalHoldRow(Row, table=True):
    """A record that must be kept whatever its time: a case runs, an appeal, a request of access.

    subject
        Id of what is held; a control's id holds its attachments and its draft too.
    reason
        One word, never a sentence.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    subject: str = Field(index=True)
    reason: str
    placed_by: str = Field(foreign_key="app_user.id")
    placed_at: datetime
    lifted_by: str | None = Field(default=None, foreign_key="app_user.id")
    lifted_at: datetime | None = None
