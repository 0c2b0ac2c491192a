"""What people of offices outside say on the portal, and which of it the office has taken in: each word once."""

from datetime import datetime

from sqlmodel import Field

from inspection.store.core import Row, Sealed, Stored, one_of, partial_index

WORD_KINDS = (
    "opened", "acknowledged", "refused", "question", "embargo", "lifted", "outcome", "forwarded", "contact", "finding",
)  # fmt: skip


class PortalWordRow(Row, table=True):
    """Something that somebody outside said, in the portal's database; the office takes it in within a second.

    id
        A UUIDv7 that the form was given when it was drawn: the same form sent twice is one word.
    copy_id
        What it is about.
    body
        What was said, sealed; None where the kind says all.
    taken_at, fault
        When the office took it in, and the code with which it was refused; "" where it was not.
    """

    __tablename__ = "portal_word"
    __table_args__ = (
        one_of("kind", WORD_KINDS),
        partial_index("ix_portal_word_untaken", "said_at", "id", where="taken_at IS NULL"),
    )

    copy_id: str = Field(foreign_key="portal_copy.id", index=True)
    office: str
    kind: str
    said_by: str = Field(foreign_key="app_user.id")
    said_at: datetime
    body: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    taken_at: datetime | None = None
    fault: str = ""


class WordTakenRow(Stored, table=True):
    """A word of the portal that had its effect, in the office's database and in the transaction of that effect.

    Whatever is killed between the two databases, a word has its effect once.
    """

    __tablename__ = "word_taken"

    word_id: str = Field(primary_key=True)
    taken_at: datetime
    fault: str = ""
