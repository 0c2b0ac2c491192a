"""The addresses of pages on paper: one to type a code on, and one for each page of a draft."""

from typing import Final

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.paper import filling, opening
from dashboards.office.paper.found import PAPER

_PAGE: Final = f"{PAPER}/{{draft}}/{{page:int}}/{{sheet:int}}"
_MOST_FIELDS: Final = 250  # eight persons with all their boxes ticked are some hundred and fifty


def paper_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(PAPER, opening.show),
        form(PAPER, opening.begin),
        page(_PAGE, filling.show),
        form(_PAGE, filling.keep, most_fields=_MOST_FIELDS),
    ]
