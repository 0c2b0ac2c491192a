"""The addresses of Friday, of a week, and of its rounds to print."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.forms import LARGEST_PACKED
from dashboards.office.week import calendar, calendar_acts, calendar_files, friday, keeping, printing, showing
from dashboards.office.week.addresses import ANSWER, AWAY, BACK, CALENDAR, FRIDAY, INVITE, PRINT, SHEETS, TAKE_IN, WEEK


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
        form(AWAY, calendar_acts.note),
        form(BACK, calendar_acts.take_back),
        form(ANSWER, calendar_acts.answer),
        form(INVITE, calendar_acts.invite),
        form(TAKE_IN, calendar_files.CALENDAR_FILE.preview, takes_file=True),
        form(f"{TAKE_IN}/confirm", calendar_files.CALENDAR_FILE.confirm, most=LARGEST_PACKED),
    ]
