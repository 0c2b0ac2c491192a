"""The address of one's own day."""

from starlette.routing import BaseRoute

from dashboards.office.asking import page
from dashboards.office.rounds import own_day
from dashboards.office.shared import OWN_DAY


def day_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(OWN_DAY, own_day.show)]
