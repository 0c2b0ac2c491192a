"""What a house knows before anybody is known: whether it has people and accounts; of a demo home, who can be picked."""

from dataclasses import dataclass

from inspection.acts.identity.recognising import is_at_their_door
from inspection.errors import AccessRefused
from inspection.store import queries
from inspection.store.core import ROLES
from inspection.store.views import UserView
from inspection.trust import Context, may, require_in_service


@dataclass(frozen=True)
class Standing:
    """How far a house is: whether teams were taken in, and whether anybody has an account."""

    has_teams: bool
    has_accounts: bool


def standing(context: Context) -> Standing:
    """Return how far a house is, for whoever runs the machine; it tells of nobody."""
    require_in_service(context, "house.look")
    return Standing(bool(queries.teams(context.store)), queries.has_accounts(context.store))


def demo_people(context: Context) -> list[UserView]:
    """Return who can be picked in a demo home, in order of roles and ids: those whose door it is.

    Errors: `AccessRefused` 084 for any other home.
    """
    if not context.settings.is_demo:
        raise AccessRefused("ACCESS-084")
    require_in_service(context, "house.look")
    known = [
        one for one in queries.users(context.store) if may(one, "session.begin") and is_at_their_door(context, one)
    ]
    return sorted(known, key=lambda one: (ROLES.index(one.role), one.id))
