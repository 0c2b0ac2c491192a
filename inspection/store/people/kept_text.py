"""Text that somebody types on a page, kept until the form is sent: no reload, restart or lost line costs a word."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import SERVICES, Row, Sealed, one_of


class KeptTextRow(Row, table=True):
    """What stands half-typed in one field of one page, for whoever types it; sealed, and gone when it was sent.

    page, field
        The page's address without its query, and the name of the field.
    version
        Counts up: a page that knows an older one does not write over a newer, both are shown.
    """

    __tablename__ = "kept_text"
    __table_args__ = (UniqueConstraint("user_id", "page", "field"), one_of("service", SERVICES))

    service: str
    user_id: str = Field(foreign_key="app_user.id")
    page: str
    field: str
    version: int
    words: bytes = Field(sa_type=Sealed, repr=False)
    kept_at: datetime
