"""The address of one's own day."""

from starlette.routing import BaseRoute

from dashboards.office.asking import page
from dashboards.office.places_addresses import OWN_DAY
from dashboards.office.rounds import own_day


def day_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(OWN_DAY, own_day.show)]
