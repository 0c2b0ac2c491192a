"""What period a report is about, by its kind and its key: a month, a meeting's day, a year or two years."""

import re
from datetime import date, timedelta

from inspection.control import conclusions
from inspection.errors import ReferralFault
from inspection.reporting.reports.content import ReportKind

_A_MONTH = r"\d{4}-\d{2}"
_SHAPES = {"bureau": _A_MONTH, "model_card": _A_MONTH, "cell": r"\d{4}-\d{2}-\d{2}", "biennial": r"\d{4}-\d{4}"}
_MONTH = "a month, such as 2026-11"
_MONTHLY = ("bureau", "model_card")
_YEAR = r"\d{4}"


def report_period(kind: ReportKind, key: str, *, last_told: date | None = None) -> tuple[date, date]:
    """Return the first and the last day of a report's figures, which are whole months.

    Arguments: `last_told` the last day that the report of this kind before told of: a meeting's file goes on from
    there, and begins with the year where there was none.
    Errors: `ReferralFault` 975 for a key that is no period, 976 for a meeting whose file has nothing new to tell.
    """
    try:
        return _period(kind, key, last_told)
    except ValueError:
        raise ReferralFault("REFER-975", example=_EXAMPLES.get(kind, "2026"), kind=kind) from None


_EXAMPLES = {"bureau": _MONTH, "model_card": _MONTH, "cell": "the day of the meeting", "biennial": "2025-2026"}


def _period(kind: ReportKind, key: str, last_told: date | None) -> tuple[date, date]:
    if not re.fullmatch(_SHAPES.get(kind, _YEAR), key):
        raise ValueError(key)
    if kind in _MONTHLY:
        first = date.fromisoformat(f"{key}-01")
        return first, _month_end(first)
    if kind == "cell":
        last = _month_before(date.fromisoformat(key))
        first = last_told + timedelta(days=1) if last_told else date(last.year, 1, 1)
        if first > last:
            raise ReferralFault("REFER-976", kind=kind)
        return first, last
    years = [int(year) for year in key.split("-")]
    if kind == "biennial" and years[1] != years[0] + 1:
        raise ValueError(key)
    return date(years[0], 1, 1), date(years[-1], 12, 31)


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def due_key(kind: ReportKind, on: date) -> str | None:
    """Return the period that ended last and whose report is due on a working day; None where none is.

    A meeting's file is asked for with its day, and the two years of a report end with an even one.
    """
    if not conclusions.is_working_day(on) or kind == "cell" or (kind == "biennial" and on.year % 2 == 0):
        return None
    return ended_key(kind, on)


def ended_key(kind: ReportKind, on: date) -> str:
    """Return the period that ended last before the one in which a day lies: a month, two years or a year.

    Two years end with an even one. A meeting's file has no such period: it is asked for with the meeting's day.
    """
    if kind in _MONTHLY:
        return f"{_month_before(on):%Y-%m}"
    last = on.year - 1
    if kind == "biennial":
        last -= last % 2
        return f"{last - 1}-{last}"
    return str(last)


def _month_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)
