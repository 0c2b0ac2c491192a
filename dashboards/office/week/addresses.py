"""The addresses of Friday and of a week; what is looked at stands in them, so that Back and F5 keep it."""

from urllib.parse import urlencode

FRIDAY = "/friday"
WEEK = "/week"
PRINT = f"{WEEK}/print"
SHEETS = f"{PRINT}/sheets"
CALENDAR = "/calendar"


def address(page: str, **query: object) -> str:
    """Return a page with what is looked at on it; what is empty stands in no address."""
    told = {name: str(value) for name, value in query.items() if value not in (None, "", False)}
    return f"{page}?{urlencode(told)}" if told else page
