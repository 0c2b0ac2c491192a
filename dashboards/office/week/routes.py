"""The addresses of Friday, of a week, and of its rounds to print."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.week import calendar, friday, keeping, printing, showing
from dashboards.office.week.addresses import CALENDAR, FRIDAY, PRINT, SHEETS, WEEK


def week_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(FRIDAY, friday.show),
        form(f"{FRIDAY}/approve", friday.approve),
        page(WEEK, showing.show),
        form(f"{WEEK}/keep", keeping.keep),
        form(f"{WEEK}/replan", keeping.replan),
        page(PRINT, printing.show),
        form(SHEETS, printing.take),
        page(CALENDAR, calendar.show),
    ]
