"""The addresses of holds: the list, one of them, and what their forms do."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.holds import doing, listing, showing
from dashboards.office.shared import HOLDS

_ONE = f"{HOLDS}/{{hold}}"


def hold_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(HOLDS, listing.show),
        form(HOLDS, doing.place),
        page(_ONE, showing.show),
        form(f"{_ONE}/lift", doing.lift),
    ]
