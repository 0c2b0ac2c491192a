"""Reasons over time: a line for each, its points in each of the weeks that looked at the place."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from inspection.acts.stories import WeekReasons
from inspection.i18n import Lang
from inspection.reporting.pages import term_of
from inspection.reporting.week import BookReason
from inspection.targeting.model import Reason
from sectors import Catalogue

_MOST_WEEKS = 4


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """One reason: what the register says the last time that it counted, and its points by week, None where it had none.

    source
        Register and day of the snapshot.
    """

    label: str
    value: str
    source: str
    points: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class OverTime:
    """The reasons of the latest weeks, those with most points first, and the sum of each week."""

    weeks: tuple[str, ...]
    lines: tuple[ReasonLine, ...]
    sums: tuple[int, ...]


def reasons_over_time(weeks: Sequence[WeekReasons], catalogue: Catalogue, lang: Lang) -> OverTime:
    """Return the table of the latest weeks, at most four, the latest first.

    A reason that gave no point in any of them is left out.
    """
    shown = weeks[:_MOST_WEEKS]
    by_week = [{one.signal: one for one in week.reasons} for week in shown]
    signals = dict.fromkeys(one.signal for week in shown for one in week.reasons if one.points)
    lines = [_line([week.get(signal) for week in by_week], catalogue, lang) for signal in signals]
    ordered = sorted(lines, key=lambda one: (-(one.points[0] or 0), one.label))
    return OverTime(
        weeks=tuple(one.week for one in shown), lines=tuple(ordered), sums=tuple(one.points for one in shown)
    )


def _line(over: Sequence[Reason | None], catalogue: Catalogue, lang: Lang) -> ReasonLine:
    latest = next(one for one in over if one is not None)
    term = term_of(BookReason(**asdict(latest)), catalogue, lang)
    return ReasonLine(
        label=term.label,
        value=term.value,
        source=term.source,
        points=tuple(one.points if one is not None else None for one in over),
    )
