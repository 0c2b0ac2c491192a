"""One cell of a wage file, read strictly: what it must be is said in the words of whoever typed it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,4})?", re.ASCII)
_MOST_WEEKLY_HOURS = 60
_OLDEST, _LONGEST_SERVICE = 120, 60
_LONGEST_TEXT = 200


def _committee(text: str) -> str:
    if not re.fullmatch(r"\d{3}(\.\d{2})?", text, re.ASCII):
        raise ValueError("is three digits, such as 302, or with a sub-committee, such as 140.03")
    return text


def _words(text: str) -> str:
    if text[0] in "=+-@" or not text.isprintable() or len(text) > _LONGEST_TEXT:
        raise ValueError(f"is a line of at most {_LONGEST_TEXT} signs that does not begin with = + - or @")
    return text


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("is a day of the calendar, written YYYY-MM-DD")


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > most:
            raise ValueError(f"is a whole number of years up to {most}")
        return int(text)

    return read


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("is a number above zero with at most four decimals, without a sign for thousands")
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the form was looked at above
        raise ValueError("is a number") from None
    if not found:
        raise ValueError("is a number above zero")
    return found


def _euros(text: str) -> Decimal:
    return _number(text) * 100


def _cents(text: str) -> Decimal:
    found = _number(text)
    if found != round(found, 2):
        raise ValueError("is a number of cents with at most two decimals")
    return found


def _weekly(text: str) -> Decimal:
    found = _number(text)
    if found > _MOST_WEEKLY_HOURS:
        raise ValueError(f"is a number of hours up to {_MOST_WEEKLY_HOURS}")
    return found


READERS: Mapping[str, Callable[[str], object]] = {
    "joint_committee": _committee,
    "category": _words,
    "age_from": _whole(_OLDEST),
    "age_to": _whole(_OLDEST),
    "seniority_from": _whole(_LONGEST_SERVICE),
    "valid_from": _day,
    "hourly_eur": _euros,
    "hourly_cents": _cents,
    "weekly_hours": _weekly,
    "source": _words,
    "printed_on": _day,
}
