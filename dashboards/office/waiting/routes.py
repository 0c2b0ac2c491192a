"""The address of what waits, and of taking an alert on."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.shared import WAITING
from dashboards.office.waiting import showing


def waiting_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(WAITING, showing.show), form(f"{WAITING}/seen", showing.take_on)]
