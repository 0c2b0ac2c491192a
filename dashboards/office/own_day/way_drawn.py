"""The way of a day as a drawing: outlines and streets of our own, the stops with their numbers; no server is asked."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from inspection.acts.weeks import Mission, RoundMap

WIDE: Final = 320
HIGH: Final = 200
_MARGIN: Final = 24  # of the drawing, round the stops
_SMALLEST: Final = 0.01  # degrees of latitude that the drawing shows at least
Point = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """Lines as SVG writes them, and the middle of each stop with its number."""

    land: tuple[str, ...]
    streets: tuple[str, ...]
    way: str
    stops: tuple[tuple[int, str, str], ...]
    wide: int = WIDE
    high: int = HIGH


@dataclass(frozen=True)
class _Frame:
    """How degrees become places of the drawing."""

    west: float
    north: float
    scale: float
    narrow: float

    def at(self, lon: float, lat: float) -> Point:
        """Return where a point stands."""
        return _MARGIN + (lon - self.west) * self.narrow * self.scale, _MARGIN + (self.north - lat) * self.scale


def drawn_way(found: RoundMap, stops: Sequence[Mission]) -> Drawn | None:
    """Return the drawing of a day's stops in their order, None where there are none."""
    if not stops:
        return None
    frame = _frame([(one.lon, one.lat) for one in stops])
    middles = [frame.at(one.lon, one.lat) for one in stops]
    rings = (ring for _, _, rings in found.outlines for ring in rings)
    return Drawn(
        land=tuple(_runs(rings, frame, found.unit)),
        streets=tuple(_runs((line for _, _, line in found.streets), frame, found.unit)),
        way=_points(middles),
        stops=tuple((n, f"{x:.1f}", f"{y:.1f}") for n, (x, y) in enumerate(middles, 1)),
    )


def _frame(points: Sequence[Point]) -> _Frame:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    narrow = math.cos(math.radians(sum(lats) / len(lats)))
    tall = max(max(lats) - min(lats), _SMALLEST)
    broad = max((max(lons) - min(lons)) * narrow, _SMALLEST)
    scale = min((WIDE - 2 * _MARGIN) / broad, (HIGH - 2 * _MARGIN) / tall)
    middle_lon, middle_lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    half_wide, half_high = (WIDE / 2 - _MARGIN) / scale / narrow, (HIGH / 2 - _MARGIN) / scale
    return _Frame(middle_lon - half_wide, middle_lat + half_high, scale, narrow)


def _runs(lines: Iterable[Sequence[int]], frame: _Frame, unit: int) -> Iterator[str]:
    """Yield the parts of lines that the drawing shows."""
    for line in lines:
        run: list[Point] = []
        for before, here in pairwise(_places(line, frame, unit)):
            if _is_near(before) or _is_near(here):
                run = run or [before]
                run.append(here)
            elif run:
                yield _points(run)
                run = []
        if run:
            yield _points(run)


def _places(line: Sequence[int], frame: _Frame, unit: int) -> Iterator[Point]:
    """Yield the points of a line: the first, then each step to the next."""
    x = y = 0
    for step_x, step_y in zip(line[::2], line[1::2], strict=True):
        x, y = x + step_x, y + step_y
        yield frame.at(x / unit, y / unit)


def _is_near(point: Point) -> bool:
    return -WIDE / 4 <= point[0] <= WIDE * 1.25 and -HIGH / 4 <= point[1] <= HIGH * 1.25


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
