"""Looks that were drawn by lot to be judged by a second person, and requests of persons about what is kept of them."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Row, Sealed, one_of

VERDICTS = ("fitting", "unexplained", "to_ask")
REQUESTS = ("access", "correction", "erasure", "complaint")
REQUEST_SUBJECTS = ("person", "control", "workplace")


class LookReviewRow(Row, table=True):
    """A look that was drawn by lot: an entry of the trail, and what somebody else says of it.

    week
        The ISO week that it was drawn from, such as 2026-W48; `seed` is the hash that the draw followed from.
    stream, n
        The entry; it cannot change, so that nothing of it is repeated here but who looked.
    is_outside
        Whether it was a look outside the reader's own controls.
    words
        What the judge says of it, sealed. Emptied when the case goes.
    case_id
        The case that was looked at, whose key sealed the words; None where it was none.
    """

    __tablename__ = "look_review"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        one_of("service", SERVICES),
        one_of("verdict", VERDICTS, empty=True),
    )

    service: str
    week: str = Field(index=True)
    seed: str
    stream: str
    n: int
    looker: str = Field(foreign_key="app_user.id")
    is_outside: bool
    drawn_at: datetime
    due_at: datetime
    verdict: str | None = None
    words: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    case_id: str | None = Field(default=None, index=True)
    judged_by: str | None = Field(default=None, foreign_key="app_user.id")
    judged_at: datetime | None = None


class PersonRequestRow(Row, table=True):
    """What somebody asked about what is kept of them: to see it, to have it corrected or erased, or a complaint.

    subject_key
        Of a person the keyed hash of their number, as looks have it; else the control's id or the workplace.
    """

    __tablename__ = "person_request"
    __table_args__ = (
        one_of("service", SERVICES),
        one_of("kind", REQUESTS),
        one_of("subject_kind", REQUEST_SUBJECTS),
    )

    reference: str = Field(unique=True)
    service: str
    kind: str
    subject_kind: str
    subject_key: str
    registered_by: str = Field(foreign_key="app_user.id")
    registered_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = Field(default=None, foreign_key="app_user.id")
