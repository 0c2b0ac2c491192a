"""Photos, signatures and documents of a control: a row each here, the content in a sealed file beside the database."""

from datetime import datetime

from sqlmodel import Field, Session, UniqueConstraint, col, select

from inspection.store.core import SERVICES, Row, Store, one_of

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")


class AttachmentRow(Row, table=True):
    """A file that arrived whole: its row is written after its content lies sealed on the disk.

    control_id
        The control's id, which may come later than its photos do: so it refers to no row.
    sha256
        Of the content as it was sent; with the control's id it is the name of the sealed file.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("control_id", "sha256"),
        one_of("service", SERVICES),
        one_of("media_type", MEDIA_TYPES),
    )

    control_id: str = Field(index=True)
    sha256: str
    service: str
    media_type: str
    size_bytes: int
    received_by: str = Field(foreign_key="app_user.id")
    received_at: datetime


def attachments_of(session: Session, control_id: str) -> list[AttachmentRow]:
    """Return the rows of a control's attachments in the order of their arrival."""
    mine = select(AttachmentRow).where(col(AttachmentRow.control_id) == control_id)
    return list(session.exec(mine.order_by(col(AttachmentRow.id))))


def attachment_hashes(store: Store, control_id: str) -> frozenset[str]:
    """Return the SHA-256 of every attachment of a control that arrived."""
    with store.read() as session:
        return frozenset(row.sha256 for row in attachments_of(session, control_id))
