"""How somebody proves who they are: local accounts, codes that enrol, sessions, and wrong passwords that were counted.

No secret stands here: passwords as a sealed Argon2 hash, tokens and codes as keyed hashes, names that were tried too.
"""

from datetime import datetime

from sqlmodel import Field

from inspection.store.core import SERVICES, Row, Sealed, one_of

SESSION_KINDS = ("browser", "command")


class AccountRow(Row, table=True):
    """The local account of a user, by the user's id.

    password
        Argon2 hash, sealed: whoever has the database without its keys has nothing to guess against.
    """

    __tablename__ = "account"

    id: str = Field(primary_key=True, foreign_key="app_user.id")
    password: bytes = Field(sa_type=Sealed, repr=False)
    password_since: datetime


class EnrolmentRow(Row, table=True):
    """A code with which somebody sets their password, once, within minutes; a later code takes its place.

    made_by
        Who handed it out; `system` for the first account of a house.
    """

    __tablename__ = "enrolment"
    __table_args__ = (one_of("service", SERVICES),)

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    code_key: str = Field(unique=True, repr=False)
    made_by: str = Field(foreign_key="app_user.id")
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SessionRow(Row, table=True):
    """Somebody who has proven who they are, in a browser or at the command, until an end.

    token_key
        Keyed hash of the token, which its bearer alone has; a new one with each further proof.
    method
        How it was proven, as a `Principal` says it.
    proven_at
        Of the last proof.
    ends_at
        At the latest; without a call it ends before.
    provider_key
        Keyed hash of the session at the provider of identities, where one began it: when that one ends, this one does.
    """

    __tablename__ = "proven_session"
    __table_args__ = (one_of("service", SERVICES), one_of("kind", SESSION_KINDS))

    service: str
    user_id: str = Field(foreign_key="app_user.id", index=True)
    kind: str
    token_key: str = Field(unique=True, repr=False)
    method: str
    proven_at: datetime
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="app_user.id")
    provider_key: str | None = Field(default=None, index=True, repr=False)


class SignInFailureRow(Row, table=True):
    """How often a wrong password was given lately: for one name, by its keyed hash, or in the whole house.

    A name that nobody has is counted as one that somebody has, so that nothing tells them apart.
    """

    __tablename__ = "sign_in_failure"

    failures: int
    since: datetime
    last_at: datetime
