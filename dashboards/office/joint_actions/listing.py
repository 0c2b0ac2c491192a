"""The joint actions of the next eight weeks: week by week, or in another order; who has not answered is said first."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.joint_actions.words import SIGNS, ActionWords, waiting
from dashboards.office.shared import (
    JOINT_ACTIONS,
    action_address,
    look_of_session,
    order_in,
    sorted_by,
    workplace_address,
)
from inspection import acts
from inspection.life_cycles import JointActionState
from inspection.store.queries import ActionView
from inspection.time_of import now
from inspection.trust import is_everywhere

_ORDERS: Final[dict[str, Callable[[ActionView], Any]]] = {
    "moment": lambda one: one.week,
    "place": lambda one: one.workplace,
    "teams": lambda one: -one.teams,
    "partners": lambda one: -waiting(one),
    "state": lambda one: one.state,
}


def show(asked: Asked) -> Response:
    """Show them; those that were called off are left out."""
    own, named = own_district(asked), asked.query("district")
    districts = [] if own else districts_of(asked)
    district = named if named in districts else None
    order = order_in(asked, _ORDERS, "moment")
    look = look_of_session(asked, "joint_actions", district)
    until = asked.today + acts.joint_actions.LISTED_AHEAD
    found = acts.joint_actions.actions_of(asked.acting(), since=asked.today, until=until, district=district, again=look)
    shown = sorted((one for one in found if one.state != JointActionState.CALLED_OFF), key=_ORDERS[order])
    words = ActionWords(asked)
    return asked.page(
        "joint_actions/listing.html",
        groups=_by_week(shown) if order == "moment" else [("", shown)] if shown else [],
        n=len(shown),
        n_waiting=sum(waiting(one) for one in shown),
        next_on=_next_on(shown),
        words=words,
        names=words.names(one.workplace for one in shown),
        signs=SIGNS,
        order=order,
        is_down=order in ("teams", "partners"),
        district=district or "",
        districts=[(key, words.district(key)) for key in districts],
        at=now(),
        address=JOINT_ACTIONS,
        room=JOINT_ACTIONS,
        sorted_by=lambda name: sorted_by(JOINT_ACTIONS, name, district=district or ""),
        action_address=action_address,
        workplace_address=workplace_address,
    )


def own_district(asked: Asked) -> str | None:
    """Return the only district that a person works in, None for the whole country."""
    user = asked.known.user
    return None if is_everywhere(user) else user.district


def districts_of(asked: Asked) -> list[str]:
    """Return the districts in which somebody may book: their own, or all that have teams."""
    own = own_district(asked)
    return [own] if own else sorted({team.district for team in acts.staff.working_teams(asked.acting())})


def _by_week(shown: list[ActionView]) -> list[tuple[str, list[ActionView]]]:
    return [(week, list(those)) for week, those in groupby(shown, key=lambda one: one.week)]


def _next_on(shown: list[ActionView]) -> date | None:
    """Return the first day on which an action is, or may be, whose partners have not all confirmed."""
    return min((one.planned_day or one.day or one.first_day for one in shown if waiting(one)), default=None)
