"""The address of one's own day."""

from starlette.routing import BaseRoute

from dashboards.office.asking import page
from dashboards.office.own_day import showing
from dashboards.office.shared import OWN_DAY


def day_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(OWN_DAY, showing.show)]
