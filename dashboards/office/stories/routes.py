"""The address of a workplace's page; its key stands in it, as everybody writes it."""

from starlette.routing import BaseRoute

from dashboards.office.asking import page
from dashboards.office.shared import WORKPLACES
from dashboards.office.stories import showing


def story_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(WORKPLACES, showing.first), page(f"{WORKPLACES}/{{workplace:path}}", showing.show)]
