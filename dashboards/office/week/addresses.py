"""The addresses of Friday and of a week; what is looked at stands in them, so that Back and F5 keep it."""

from urllib.parse import urlencode

FRIDAY = "/friday"
WEEK = "/week"
PRINT = f"{WEEK}/print"
SHEETS = f"{PRINT}/sheets"
CALENDAR = "/calendar"
CARS = "/administration/cars"  # where the cars of the calendar are kept
TEAMS = f"{WEEK}/teams"  # the forms of the calendar: what lies below its own address is for calendars of devices
AWAY = f"{TEAMS}/away"
BACK = f"{TEAMS}/back"
ANSWER = f"{TEAMS}/answer"
INVITE = f"{TEAMS}/invite"
TAKE_IN = f"{TEAMS}/file"


def address(page: str, **query: object) -> str:
    """Return a page with what is looked at on it; what is empty stands in no address."""
    told = {name: str(value) for name, value in query.items() if value not in (None, "", False)}
    return f"{page}?{urlencode(told)}" if told else page
