"""An installation in which tests act in anybody's name: as if that person had proven a moment ago who they are.

The product has no such way: there a principal comes from a session, a device, a credential or a flow.
"""

from dataclasses import fields
from datetime import datetime

from inspection.time_of import now
from inspection.trust import AppContext, Context, given_reason
from inspection.trust.identity import Principal

SYSTEM = "system"


class House(AppContext):
    """An open installation of a test."""

    def acting(self, by: str = SYSTEM, at: datetime | None = None) -> Context:
        """Return the context of an act of a user, now or at a moment."""
        return as_user(self, by, at)


def as_user(app: AppContext, by: str = SYSTEM, at: datetime | None = None) -> Context:
    """Return the context of an act of a user who is believed without a proof, as tests do."""
    moment = at or now()
    who = Principal(
        user=by,
        service=app.settings.service,
        roles=frozenset(),
        method="password",
        proven_at=moment,
        credential="test",
    )
    return Context(app, who, moment, has_given_moment=at is not None, reason=given_reason())


def house_of(app: AppContext) -> House:
    """Return an open installation as one in which tests act."""
    return House(*(getattr(app, one.name) for one in fields(AppContext)))
