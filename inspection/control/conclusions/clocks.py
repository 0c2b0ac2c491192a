"""Deadlines: which event starts which (sectors/common/clocks.yaml), and their last day, holidays minded."""

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

from inspection.control.conclusions.conclusion import Finding, Offender, RunningClock
from sectors import Catalogue
from sectors.rules.consequences import Clock

_DAY: Final = timedelta(days=1)


def running(catalogue: Catalogue, days: Mapping[str, date], *, control_on: date) -> tuple[RunningClock, ...]:
    """Return the clocks that the events of a control set running.

    catalogue
        Of the day of the control: deadlines follow the procedure of that day.
    days
        Event to its day, as in `Clock.starts`; a clock whose event is not there does not run. The finding and the facts
        are no event of the whole control: `running_against` has those.
    control_on
        Day of the control: from it a deadline without a length of its own counts.
    """
    return tuple(_run(clock, days, control_on) for clock in catalogue.clocks.values() if clock.starts in days)


def running_against(
    catalogue: Catalogue,
    findings: Sequence[Finding],
    identified: Mapping[str, date],
    days: Mapping[str, date],
    *,
    control_on: date,
) -> tuple[RunningClock, ...]:
    """Return the clocks that findings set running, each offender's own: one for each day of finding and of facts.

    identified
        Offender's reference to the day on which it was established who they are; for others that day is in `days`.
    """
    by_offender: dict[Offender, list[Finding]] = {}
    for finding in findings:
        by_offender.setdefault(finding.offender, []).append(finding)
    found: dict[RunningClock, None] = {}
    for offender, mine in by_offender.items():
        known = identified.get(offender.ref or "", days.get("offender_identified"))
        for finding in sorted(_last_parts(mine), key=lambda one: (one.found_on, one.to_on)):
            own = {"finding": finding.found_on, "facts": finding.to_on}
            also = {"offender_identified": known} if known is not None else {}
            clocks = (clock for clock in catalogue.clocks.values() if clock.starts in own)
            found |= dict.fromkeys(replace(_run(clock, own | also, control_on), offender=offender) for clock in clocks)
    return tuple(found)


def _last_parts(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings from which no part of the same offence goes on: facts that lasted end once."""
    goes_on = {(one.offence, one.found_on, one.from_on - _DAY) for one in findings}
    return (one for one in findings if (one.offence, one.found_on, one.to_on) not in goes_on)


def last_day(clock: Clock, event: date) -> date:
    """Return the last day of a deadline that `event` sets running, or gives itself where no rule has a length."""
    end = event if clock.length is None else _LENGTHS[clock.unit](first_day(clock, event), clock.length)
    while clock.moves_to_working_day and not is_working_day(end):
        end += _DAY
    return end


def first_day(clock: Clock, event: date) -> date:
    """Return the day that counts as day 1."""
    return event + _DAY if clock.counted_from == "day_after" else event


def next_working_day(day: date) -> date:
    """Return the first working day after `day`."""
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day


def last_of_months(first: date, months: int) -> date:
    """Return the last day of a span of whole months that begins on `first`."""
    return _months(first, months)


def eve_of_years(event: date, years: int) -> date:
    """Return the last day of so many years that count from the day after `event`."""
    return _months(event + _DAY, 12 * years)


def is_working_day(day: date) -> bool:
    """Tell whether `day` is neither in a weekend nor a public holiday of Belgium."""
    return day.weekday() < calendar.SATURDAY and day not in _public_holidays(day.year)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def _run(clock: Clock, days: Mapping[str, date], control_on: date) -> RunningClock:
    event = days[clock.starts]
    if clock.shifted_by is not None:
        event = max(event, days.get(clock.shifted_by, event))
    return RunningClock(
        key=clock.key,
        starts_on=_day_one(clock, event if clock.length is not None else control_on),
        due_on=last_day(clock, event),
        asks=clock.asks,
        only_if=clock.only_if,
    )


def _day_one(clock: Clock, event: date) -> date:
    day = first_day(clock, event)
    while clock.unit == "working_days" and not is_working_day(day):
        day += _DAY
    return day


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
