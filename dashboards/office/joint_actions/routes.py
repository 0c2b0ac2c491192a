"""The addresses of joint actions: the weeks to come, the form that books one, one action and what its forms do."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.joint_actions import booking, doing, listing, showing
from dashboards.office.shared import JOINT_ACTIONS

_NEW, _ONE = f"{JOINT_ACTIONS}/new", f"{JOINT_ACTIONS}/{{reference}}"


def action_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(JOINT_ACTIONS, listing.show),
        page(_NEW, booking.show),
        form(_NEW, booking.book),
        page(_ONE, showing.show),
        form(f"{_ONE}/answer", doing.answer),
        form(f"{_ONE}/invite", doing.invite),
        form(f"{_ONE}/move", doing.move),
        form(f"{_ONE}/call-off", doing.call_off),
    ]
