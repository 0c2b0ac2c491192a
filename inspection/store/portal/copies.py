"""What the office publishes to the portal: one copy for each office that something is for, and nothing else.

The portal has a database of its own, and keys of its own: whoever takes it over holds what was addressed to somebody
outside, and no case, name or complaint of the house besides. The tables stand in every database, since there is one
set of migrations; in the office's own they stay empty.
"""

from datetime import datetime
from typing import cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Field, UniqueConstraint

from inspection.store.core import Row, Sealed, Stored, one_of

COPY_KINDS = ("case", "contact", "finding", "list")


class PortalCopyRow(Row, table=True):
    """What one office is shown of one referral, contact request, finding or weekly list, as it stands now.

    id
        Opaque, and the same for the same thing and office however often it is published: a keyed hash. It stands in
        addresses and in the code of page one, and opens nothing by itself.
    office
        Key of the addressee. On PostgreSQL row-level security shows a row to nobody who has not named this office.
    state
        Of what is shown, in the words of its life cycle.
    is_over
        Nothing is asked of the office any more: withdrawn, recalled, or closed.
    is_unlisted
        An embargo keeps it out of this office's weekly list, also out of one that was published before.
    fingerprint
        Hash of what was published: the same again changes nothing.
    body
        The values of the page, sealed.
    files
        The bundle as it left, sealed; None where there is none.
    """

    __tablename__ = "portal_copy"
    __table_args__ = (one_of("kind", COPY_KINDS), UniqueConstraint("kind", "reference", "office"))

    office: str = Field(index=True)
    kind: str
    reference: str
    state: str
    queued_at: datetime
    due_at: datetime | None = None
    answered_at: datetime | None = None
    changed_at: datetime
    is_over: bool = False
    is_unlisted: bool = False
    fingerprint: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    files: bytes | None = Field(default=None, sa_type=Sealed, repr=False)


WITHOUT_FILES = defer(cast("QueryableAttribute[bytes | None]", PortalCopyRow.files))


class PortalCursorRow(Stored, table=True):
    """How far the office's trail was read when the copies were published last, by stream."""

    __tablename__ = "portal_cursor"

    stream: str = Field(primary_key=True)
    n: int
