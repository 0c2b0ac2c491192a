"""Where a workplace is, as last known: controls and complaints need it when no week was planned there."""

from datetime import date

from sqlmodel import Field

from inspection.store.core import Sealed, Stored


class Workplace(Stored, table=True):
    """The last known place of a workplace; name and address are sealed, since an enterprise may be a person."""

    __tablename__ = "workplace"

    id: str = Field(primary_key=True)
    enterprise: str | None = None
    name: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    address: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    refnis: str | None = None
    canton: str | None = None
    district: str = Field(index=True)
    sector: str
    seen_on: date
