"""The address of what waits, and of taking an alert on."""

from typing import Final

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.waiting import showing

WAITING: Final = "/waiting"


def waiting_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(WAITING, showing.show), form(f"{WAITING}/seen", showing.take_on)]
