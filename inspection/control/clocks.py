"""Legal deadlines: their last day, with weekends and public holidays."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

from inspection.control.model import RunningClock
from sectors import Catalogue, Clock

_FROM_THE_FINDING: Final = ("pv_copy",)
_FROM_THE_FACTS: Final = ("administrative_limitation",)
_DAY: Final = timedelta(days=1)


def running(catalogue: Catalogue, *, found_on: date, facts_on: date) -> tuple[RunningClock, ...]:
    """Return the clocks that a control with findings sets running.

    catalogue
        Of the day of the finding: deadlines follow the procedure of that day.
    found_on
        Day on which the offences were found; the copy of the report counts from it, not from the signature.
    """
    events = [*((key, found_on) for key in _FROM_THE_FINDING), *((key, facts_on) for key in _FROM_THE_FACTS)]
    return tuple(_run(catalogue.clocks[key], event) for key, event in events if key in catalogue.clocks)


def last_day(clock: Clock, event: date) -> date:
    """Return the last day of a deadline that `event` sets running."""
    end = _LENGTHS[clock.unit](first_day(clock, event), clock.length)
    while clock.moves_to_working_day and not is_working_day(end):
        end += _DAY
    return end


def first_day(clock: Clock, event: date) -> date:
    """Return the day that counts as day 1."""
    return event + _DAY if clock.counted_from == "day_after" else event


def is_working_day(day: date) -> bool:
    """Tell whether `day` is neither in a weekend nor a public holiday of Belgium."""
    return day.weekday() < calendar.SATURDAY and day not in _public_holidays(day.year)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def _run(clock: Clock, event: date) -> RunningClock:
    return RunningClock(key=clock.key, starts_on=first_day(clock, event), due_on=last_day(clock, event))


def _days(first: date, length: int) -> date:
    return first + (length - 1) * _DAY


def _working_days(first: date, length: int) -> date:
    day, left = first, length
    while True:
        left -= is_working_day(day)
        if left <= 0:
            return day
        day += _DAY


def _months(first: date, length: int) -> date:
    """Return the day before the same day of the month, or the month's last day where it has no such day."""
    years, month = divmod(first.month - 1 + length, 12)
    year, month = first.year + years, month + 1
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, longest) if first.day > longest else date(year, month, first.day) - _DAY


_LENGTHS: Final[Mapping[str, Callable[[date, int], date]]] = {
    "days": _days,
    "working_days": _working_days,
    "months": _months,
    "years": lambda first, length: _months(first, 12 * length),
}
