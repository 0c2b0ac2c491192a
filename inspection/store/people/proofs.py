"""How somebody proves who they are without a password: an account at a provider of identities, and passkeys.

What a provider calls somebody may be a national number: it stands here as a keyed hash alone.
"""

from datetime import datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Row, Sealed, one_of


class IdentityLinkRow(Row, table=True):
    """Somebody's account at the provider of identities; one each.

    subject_key
        Keyed hash of the issuer, the claim that names people, and what it says.
    """

    __tablename__ = "identity_link"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    user_id: str = Field(foreign_key="app_user.id", unique=True)
    subject_key: str = Field(unique=True, repr=False)
    made_at: datetime


class PasskeyRow(Row, table=True):
    """A key that somebody's device keeps, and proves to have.

    credential_key, credential
        The id by which the device knows it: as a keyed hash, to be found by, and sealed, to be asked for.
    public_key
        With which its signatures are verified; sealed, so that whoever can write in the database puts no other there.
    sign_count
        How often it signed, as far as it says: a copy of it is behind.
    label
        What its owner calls it; sealed, since that may be somebody's name.
    """

    __tablename__ = "passkey"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    credential_key: str = Field(unique=True, repr=False)
    credential: bytes = Field(sa_type=Sealed, repr=False)
    public_key: bytes = Field(sa_type=Sealed, repr=False)
    sign_count: int
    label: bytes = Field(sa_type=Sealed, repr=False)
    made_at: datetime
    used_at: datetime


class SpentProofRow(Row, table=True):
    """A proof that was begun and ended once: it ends nothing a second time. Forgotten when it would be over anyway."""

    __tablename__ = "spent_proof"

    expires_at: datetime = Field(index=True)
