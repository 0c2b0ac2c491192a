"""What a small month cannot tell: the months before it, by what was released of each, and nothing besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspection.reporting.disclosure import TOTAL, ProtectedTable
from inspection.reporting.figures import months

LEAST_SHOWN = 2  # one month alone is no course


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """One month of a course; no count where nothing was released of it, or too little to show."""

    month: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The course of one figure, month by month."""

    figure: str
    points: tuple[TrendPoint, ...]


def rolling_first(last: date, length: int) -> date:
    """Return the first day of as many whole months as `length`, of which the last ends on `last`."""
    index = last.year * 12 + last.month - length
    return date(index // 12, index % 12 + 1, 1)


def total_of(table: ProtectedTable | None) -> int | None:
    """Return the whole of a released table; None where it may not be shown."""
    return None if table is None else table.shown.get((TOTAL,) * len(table.dimensions))


def trend_of(released: Mapping[str, Mapping[str, ProtectedTable]], first: date, last: date) -> Trend | None:
    """Return the course of the figure of which most months can be shown, the first of several; None without a course.

    Arguments: `released` by figure, and by month, the table that was released of it.
    """
    wanted = months(first, last)
    known = [Trend(figure=figure, points=_points(tables, wanted)) for figure, tables in released.items()]
    best = max(known, key=_shown, default=None)
    return best if best is not None and _shown(best) >= LEAST_SHOWN else None


def _points(tables: Mapping[str, ProtectedTable], wanted: Sequence[str]) -> tuple[TrendPoint, ...]:
    return tuple(TrendPoint(month=month, count=total_of(tables.get(month))) for month in wanted)


def _shown(trend: Trend) -> int:
    return sum(point.count is not None for point in trend.points)
