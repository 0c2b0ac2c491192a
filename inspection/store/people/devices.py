"""Devices in the field: who enrolled which, until when; of codes and secrets only a keyed hash."""

from datetime import date, datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Sealed, Stored, one_of

DEVICE_KINDS = ("field", "openrosa")


class Device(Stored, table=True):
    """A telephone or tablet that speaks for one user until a day, or until it is revoked.

    kind
        "field" is the form of this house with its session cookie; "openrosa" a client of others with an app password.
    secret_key
        Keyed hash of the secret, which was shown once.
    label
        What its owner calls it; sealed, since that may be somebody's name.
    seen_on
        The last day on which it called; None before the first.
    """

    __tablename__ = "device"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", DEVICE_KINDS))

    id: str = Field(primary_key=True)
    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    secret_key: str = Field(repr=False)
    label: bytes | None = Field(default=None, sa_type=Sealed, repr=False)
    enrolled_at: datetime
    expires_at: datetime
    seen_on: date | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = Field(default=None, foreign_key="app_user.id")


class DeviceInvitation(Stored, table=True):
    """A code that enrols one device, once, within minutes; `code_key` is its keyed hash."""

    __tablename__ = "device_invitation"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", DEVICE_KINDS))

    id: str = Field(primary_key=True)
    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    code_key: str = Field(unique=True, repr=False)
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    expires_at: datetime
    device_id: str | None = Field(default=None, foreign_key="device.id")
