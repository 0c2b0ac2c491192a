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
    case_id
        Under which id the keyring keeps the key of the words: of the case that the page is about, so that they go with
        it, else of a key of their own. None of words of before, sealed by the house.
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
    case_id: str | None = Field(default=None, index=True)


class TextKeyRow(Row, table=True):
    """That the keyring has a key for the texts of somebody on one page that is about no case; `id` is its id there.

    It goes with the last of these texts, and this row with it: no backup opens them then, whatever they told of.
    """

    __tablename__ = "text_key"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    made_at: datetime
