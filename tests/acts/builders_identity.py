"""Builders for acts of identity: somebody of the house with an account, and somebody who has signed in."""

from datetime import datetime

from builders_acts import AT

from inspection.acts import identity
from inspection.trust import AppContext, Context
from inspection.trust.identity import Principal, SessionKind

PASSWORD = "four horses under rain"


def a_principal(house: AppContext, user: str, role: str, at: datetime = AT, **fields: object) -> Principal:
    """Somebody who proved who they are at a moment; acts of identity make these, tests may."""
    given = {
        "user": user,
        "service": "ONSS",
        "roles": frozenset({role}),
        "method": "password",
        "proven_at": at,
        "credential": "test",
    }
    return Principal(**{**given, **fields})  # type: ignore[arg-type]


def the_direction(house: AppContext, at: datetime = AT) -> Context:
    """The direction, who has just proven it."""
    return house.acting_as(a_principal(house, "direction-1", "direction", at), at)


def an_account(house: AppContext, user: str, at: datetime = AT, password: str = PASSWORD) -> None:
    """Give somebody a local account."""
    made = identity.issue_enrolment(the_direction(house, at), user)
    identity.redeem_enrolment(house.acting("system", at), made.code, password)


def signed_in(house: AppContext, user: str, at: datetime = AT, kind: SessionKind = "browser") -> identity.SignedIn:
    """Sign somebody in who has an account."""
    return identity.sign_in(house.acting("system", at), user, PASSWORD, kind)
