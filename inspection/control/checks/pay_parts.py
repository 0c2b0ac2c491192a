"""A period of pay by the scale of each of its days: it is split wherever the amount of an hour changes.

An amount changes when the scale does, on a birthday that leads into another age of the scale, and on the day on which
somebody has served long enough. The hours of a period are spread evenly over its calendar days, unless each part was
described as a period of its own. Cents are rounded half up along the period, so that the parts add up to the period
wherever it is split.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from inspection.control.filled import PayPeriod
from sectors.reader import RuleFault, Rules
from sectors.rules.wages import WageScale

Blank = Literal[
    "scale_not_named",
    "scale_unknown",
    "scale_without_value",
    "row_missing",
    "age_unknown",
    "seniority_unknown",
    "hours_unknown",
]
_DAY = timedelta(days=1)
_HALF = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True)
class PayPart:
    """The days of a period on which an hour costs the same, first and last included.

    hours
        Of the period, spread evenly over its calendar days; to a hundredth of an hour.
    hourly_cents
        Of the scale then; None: see `blank`.
    """

    from_on: date
    to_on: date
    hours: Decimal
    hourly_cents: Decimal | None
    due_cents: int | None
    blank: Blank | None
    to_verify: bool


def parts_of(period: PayPeriod, born: date | None, rules: Rules) -> tuple[PayPart, ...]:
    """Return the parts of a period, the first first; one where nothing changes in it.

    born
        The day of birth; None where it is not known: then a scale that asks for an age gives nothing.
    """
    found: list[PayPart] = []
    for first in _starts(period, born, rules):
        one = _on(period, first, born, rules)
        same = found and (found[-1].hourly_cents, found[-1].blank, found[-1].to_verify) == (
            one.hourly_cents,
            one.blank,
            one.to_verify,
        )
        if not same:
            found.append(one)
    ends = [*(part.from_on - _DAY for part in found[1:]), period.to_on]
    return _spread(period, [replace(part, to_on=end) for part, end in zip(found, ends, strict=True)])


def _starts(period: PayPeriod, born: date | None, rules: Rules) -> list[date]:
    """Return the days of a period on which the amount of an hour may change, the first of them its own."""
    years = range(period.from_on.year, period.to_on.year + 1)
    turns = [day_in(year, since) for since in (born, period.employed_since) if since for year in years]
    days = {*rules.changes(period.from_on, period.to_on), *turns}
    return [period.from_on, *sorted(day for day in days if period.from_on < day <= period.to_on)]


def day_in(year: int, since: date) -> date:
    """Return the anniversary of a day in a year; that of 29 February is 1 March where there is none."""
    try:
        return since.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def whole_years(since: date, on: date) -> int:
    """Return how many whole years lie between two days; none where the second comes first."""
    return max(on.year - since.year - (on < day_in(on.year, since)), 0)


def _on(period: PayPeriod, day: date, born: date | None, rules: Rules) -> PayPart:
    scale = _scale(period.scale, day, rules)
    amount = scale if isinstance(scale, str) else _amount(scale, day, born, period.employed_since)
    known = None if isinstance(amount, str) else amount
    return PayPart(
        from_on=day,
        to_on=day,
        hours=Decimal(0),
        hourly_cents=known,
        due_cents=None,
        blank=amount if isinstance(amount, str) else None,
        to_verify=known is not None and not isinstance(scale, str) and scale.is_to_verify,
    )


def _scale(key: str | None, day: date, rules: Rules) -> WageScale | Blank:
    if key is None:
        return "scale_not_named"
    try:
        scale = rules.on(day).scales.get(key)
    except RuleFault:  # no rules reach that day
        scale = None
    return scale or "scale_unknown"


def _amount(scale: WageScale, day: date, born: date | None, since: date | None) -> Decimal | Blank:
    """Return what an hour costs by a scale on a day, or what is missing to say so."""
    rows = scale.every_row
    if not rows:
        return "scale_without_value"
    if born is None and any(row.age_from or row.age_to is not None for row in rows):
        return "age_unknown"
    age = 0 if born is None else whole_years(born, day)
    if since is None and any(row.seniority_from for row in rows if row.is_of_age(age)):
        return "seniority_unknown"
    row = scale.row_for(age, 0 if since is None else whole_years(since, day))
    return "row_missing" if row is None else row.hourly_cents


def _spread(period: PayPeriod, parts: Sequence[PayPart]) -> tuple[PayPart, ...]:
    """Give each part its share of the hours and what they come to."""
    hours = list(_rounded([_share(period, part) * 100 for part in parts]))
    owed = [
        _share(period, part) * Fraction(part.hourly_cents) if part.hourly_cents is not None else Fraction()
        for part in parts
    ]
    return tuple(
        replace(part, hours=Decimal(spent) / 100, due_cents=None if part.blank else cents)
        for part, spent, cents in zip(parts, hours, _rounded(owed), strict=True)
    )


def _share(period: PayPeriod, part: PayPart) -> Fraction:
    """Return the hours of a part, exactly."""
    days, all_days = ((one.to_on - one.from_on).days + 1 for one in (part, period))
    return Fraction(period.hours) * days / all_days


def _rounded(amounts: Sequence[Fraction]) -> Iterator[int]:
    """Yield whole amounts whose sums up to each are the rounded sums: nothing is lost or won by splitting."""
    sums = [Fraction()]
    for amount in amounts:
        sums.append(sums[-1] + amount)
    yield from (int(after + _HALF) - int(before + _HALF) for before, after in pairwise(sums))
