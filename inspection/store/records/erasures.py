"""What is destroyed because its time is over: proposed, confirmed by a second person, and told apart by outcome.

Ids of ours and counts only. Rows of append-only tables can be deleted by nobody until an outcome here names them.
"""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.life_cycles import ErasureOutcome
from inspection.store.core import SERVICES, Row, Stored, one_of, partial_index, word_of

ERASURE_STEPS = ("files", "outbox", "portal", "unfinished", "key", "journal")  # in this order


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
    __table_args__ = (one_of("outcome", ErasureOutcome),)

    id: str = Field(primary_key=True, foreign_key="erasure_item.id")
    outcome: ErasureOutcome = Field(sa_type=word_of(ErasureOutcome))


class ErasureStepRow(Row, table=True):
    """Something of an erased record that lies outside the database, and when it was removed.

    Written with the deletion of the rows, in one transaction: whoever is killed afterwards finds here what is left.

    what
        "files" of attachments, "outbox", the "portal", "unfinished" for the key of what never became a case, "key" of
        the keyring, and the "journal" of the database, which keeps deleted pages while somebody reads.
    name
        Id of a case, or a reference of ours; empty of the journal.
    """

    __tablename__ = "erasure_step"
    __table_args__ = (
        UniqueConstraint("item_id", "what", "name"),
        one_of("what", ERASURE_STEPS),
        partial_index("ix_erasure_step_left", "id", where="done_at IS NULL"),
    )

    item_id: str = Field(foreign_key="erasure_item.id", index=True)
    what: str
    name: str
    done_at: datetime | None = None


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
