"""The addresses of what waits, of taking an alert on, and of what somebody owes after a decision."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.shared import WAITING
from dashboards.office.suspicions import FOLLOW_UPS
from dashboards.office.waiting import follow_ups, showing

_ONE = f"{FOLLOW_UPS}/{{id}}"


def waiting_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(WAITING, showing.show),
        form(f"{WAITING}/seen", showing.take_on),
        page(_ONE, follow_ups.show),
        form(f"{_ONE}/read", follow_ups.read),
        form(f"{_ONE}/no", follow_ups.end_no),
        form(f"{_ONE}/person", follow_ups.note_person),
        form(f"{_ONE}/call", follow_ups.note_call),
        form(f"{_ONE}/confirm", follow_ups.confirm),
    ]
