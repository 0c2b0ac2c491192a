"""The addresses of Friday, of a week, and of its rounds to print."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.week import friday, printing
from dashboards.office.week.addresses import FRIDAY, PRINT


def week_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(FRIDAY, friday.show),
        form(f"{FRIDAY}/approve", friday.approve),
        page(PRINT, printing.show),
    ]
