"""Days as forms send them."""

from datetime import date, datetime

from inspection.errors import InspectionError
from inspection.time_of import BRUSSELS


def day_of(text: str, wrong: InspectionError) -> date:
    """Return a day; raises `wrong` for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise wrong from None


def day_or_none(text: str, wrong: InspectionError) -> date | None:
    """Return a day, None where nothing was typed; raises `wrong` for what is none."""
    return day_of(text, wrong) if text.strip() else None


def moment_typed(text: str, wrong: InspectionError) -> datetime:
    """Return a moment by the clock on the wall here; raises `wrong` for what is none."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=BRUSSELS)
    except ValueError:
        raise wrong from None
