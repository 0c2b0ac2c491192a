"""The addresses of the search: what was typed stands in one, so that Back keeps it; a person's number never does."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.searching import searching
from dashboards.office.shared import SEARCH


def search_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [page(SEARCH, searching.show), form(f"{SEARCH}/person", searching.person)]
