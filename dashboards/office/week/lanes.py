"""The day by team: each round as cells of a table, a column for a quarter of an hour, read without a script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

QUARTER = 15.0
HOUR = 60.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """Something that takes time in a round.

    kind
        "stop", "rest" for a break, "gap" for a way or waiting; "stop on" what is edited, "stop gone" what leaves.
    """

    kind: str
    start: float
    end: float
    title: str = ""
    told: str = ""
    address: str = ""
    columns: int = 0


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One team's day: its cells fill the whole table row."""

    team: str
    told: str
    cells: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Day:
    """The lanes of a day under its hours."""

    hours: tuple[float, ...]
    lanes: tuple[Lane, ...]


def day_of(rows: Sequence[tuple[str, str, Sequence[Span]]]) -> Day:
    """Return the lanes of these teams: (team, what stands below its name, what takes time).

    Every span gets a cell: the day is longer than its last hour only where a lane holds more spans than quarters.
    """
    spans = [span for _, _, found in rows for span in found]
    first = floor(min((span.start for span in spans), default=8 * HOUR) / HOUR) * HOUR
    last = max(ceil(max((span.end for span in spans), default=17 * HOUR) / HOUR) * HOUR, first + HOUR)
    count = max(round((last - first) / HOUR), max((ceil(len(found) / 4) for _, _, found in rows), default=0))
    return Day(
        hours=tuple(first + n * HOUR for n in range(count)),
        lanes=tuple(
            Lane(team=team, told=told, cells=tuple(_cells(found, first, count * 4))) for team, told, found in rows
        ),
    )


def _cells(spans: Sequence[Span], first: float, columns: int) -> Iterable[Span]:
    """Yield cells without a hole: every span has at least one column, and none is pushed out of the table."""
    at = 0
    for number, span in enumerate(sorted(spans, key=lambda one: one.start), start=1):
        room = columns - (len(spans) - number)  # each one that is still to come keeps a column for itself
        begin = min(max(round((span.start - first) / QUARTER), at), room - 1)
        end = min(max(round((span.end - first) / QUARTER), begin + 1), room)
        if begin > at:
            yield Span(kind="gap", start=0, end=0, columns=begin - at)
        yield replace(span, columns=end - begin)
        at = end
    if at < columns:
        yield Span(kind="gap", start=0, end=0, columns=columns - at)
