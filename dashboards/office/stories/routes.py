"""The address of a workplace's page; its key stands in it, as everybody writes it."""

from starlette.routing import BaseRoute

from dashboards.office.asking import page
from dashboards.office.stories import showing
from dashboards.office.telling import WORKPLACES


def story_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(WORKPLACES, showing.first), page(f"{WORKPLACES}/{{workplace:path}}", showing.show)]
