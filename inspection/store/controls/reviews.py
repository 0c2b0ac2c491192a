"""What was said about a control after it was saved: returned, corrected, reviewed; no word is ever changed."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from inspection.store.core import Sealed, Stored, one_of

REVIEWS = ("returned", "corrected", "reviewed")


class ControlReview(Stored, table=True):
    """One word about a control, by whom and when; the rows of a control are its history, in order.

    version
        Of a correction: the number of the `ControlVersion` that holds the control as it was before.
    words
        Sealed: what is to be corrected, why it was corrected, or a remark; it may speak of a person.
    """

    __tablename__ = "control_review"
    __table_args__ = (UniqueConstraint("control_id", "n"), one_of("kind", REVIEWS))

    id: str = Field(primary_key=True)
    control_id: str = Field(foreign_key="control.id")
    n: int
    kind: str
    version: int | None = None
    words: bytes = Field(sa_type=Sealed, repr=False)
    by: str = Field(foreign_key="app_user.id")
    at: datetime
