"""What clients of others have sent: which submission became which control, and parts that wait for the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, UniqueConstraint, col, select

from inspection.store.core import Canonical, Row, Sealed


class OpenRosaSubmissionRow(Row, table=True):
    """One submission by its instanceID, for ever: sent again it changes nothing, with other content it is refused.

    replaces
        The instanceID that it edits, if it is an edit.
    content_key
        Keyed hash of all that it says.
    media
        Keyed hash of each file's name (a name may be a person's) to the SHA-256 of what came under it.
    """

    __tablename__ = "openrosa_submission"

    instance: str = Field(unique=True)
    control_id: str = Field(foreign_key="control.id", index=True)
    replaces: str | None = Field(default=None, unique=True)
    form: str
    version: str
    content_key: str
    media: Any = Field(sa_type=Canonical, nullable=False)
    device_id: str
    user_id: str = Field(foreign_key="app_user.id")
    received_at: datetime


class OpenRosaPartRow(Row, table=True):
    """A file of a submission whose other parts have not come yet; removed when they have."""

    __tablename__ = "openrosa_part"
    __table_args__ = (UniqueConstraint("instance", "user_id", "name_key"),)

    instance: str = Field(index=True)
    name_key: str
    data: bytes = Field(sa_type=Sealed, repr=False)
    user_id: str = Field(foreign_key="app_user.id")
    received_at: datetime


def find_submission(session: Session, instance: str) -> OpenRosaSubmissionRow | None:
    """Return a submission by its instanceID."""
    return session.exec(select(OpenRosaSubmissionRow).where(col(OpenRosaSubmissionRow.instance) == instance)).first()


def edit_of(session: Session, instance: str) -> OpenRosaSubmissionRow | None:
    """Return the submission that replaced another one."""
    return session.exec(select(OpenRosaSubmissionRow).where(col(OpenRosaSubmissionRow.replaces) == instance)).first()


def waiting_parts(session: Session, instance: str, user_id: str) -> Mapping[str, OpenRosaPartRow]:
    """Return the parts that wait for the rest of somebody's submission, by the keyed hash of their name."""
    mine = select(OpenRosaPartRow).where(
        col(OpenRosaPartRow.instance) == instance, col(OpenRosaPartRow.user_id) == user_id
    )
    return {part.name_key: part for part in session.exec(mine)}
