"""Texts that leave the house: routes and patterns in words, for an office that sees figures and no case."""

from datetime import datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Sealed, Stored, one_of


class ReleasedText(Stored, table=True):
    """A text that somebody proposed for one office; it may leave once an approval names it. Append-only.

    sha256
        Of the text and its office: what an approval is bound to.
    body
        Sealed: only who may approve reads it before.
    """

    __tablename__ = "released_text"
    __table_args__ = (one_of("service", SERVICES),)

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    service: str
    recipient: str = Field(index=True)
    sha256: str
    body: bytes = Field(sa_type=Sealed, repr=False)
    proposed_by: str = Field(foreign_key="app_user.id")
    proposed_at: datetime


class TextApproval(Stored, table=True):
    """The second person's yes to a text, bound to its hash. Append-only."""

    __tablename__ = "released_text_approval"

    id: str = Field(primary_key=True)
    text_id: str = Field(foreign_key="released_text.id", unique=True)
    sha256: str
    approved_by: str = Field(foreign_key="app_user.id")
    approved_at: datetime
