"""The way of a day as a drawing: outlines and streets of our own, the stops with their numbers; no server is asked."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from inspection.acts.weeks import Mission, RoundMap

WIDE: Final = 320
HIGH: Final = 200
_MARGIN: Final = 24  # of the drawing, round the stops
_FEWEST: Final = 2  # points of a line
_SMALLEST: Final = 0.01  # degrees of latitude that the drawing shows at least
Point = tuple[float, float]
Box = tuple[float, float, float, float]


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

    def box(self, unit: int) -> Box:
        """Return west, east, south and north of what is near the drawing: a quarter more on each side, in units."""
        wide, high = self.narrow * self.scale, self.scale
        west, east = ((x - _MARGIN) / wide + self.west for x in (-WIDE / 4, WIDE * 1.25))
        south, north = (self.north - (y - _MARGIN) / high for y in (HIGH * 1.25, -HIGH / 4))
        return west * unit, east * unit, south * unit, north * unit


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
    """Yield the parts of lines that the drawing shows: of the thousands of points of a coast, those that lie near."""
    west, east, south, north = frame.box(unit)
    for line in lines:
        xs, ys = list(accumulate(line[::2])), list(accumulate(line[1::2]))
        if len(xs) < _FEWEST or max(xs) < west or min(xs) > east or max(ys) < south or min(ys) > north:
            continue
        near = [west <= x <= east and south <= y <= north for x, y in zip(xs, ys, strict=True)]
        for first, last in _spans(near):
            yield _points(frame.at(x / unit, y / unit) for x, y in zip(xs[first:last], ys[first:last], strict=True))


def _spans(near: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield from where to before where points are drawn: those that are near, and the one on each side."""
    begun: int | None = None
    for n, is_near in enumerate(near):
        if is_near and begun is None:
            begun = max(n - 1, 0)
        elif not is_near and begun is not None and not near[n - 1]:
            yield begun, n
            begun = None
    if begun is not None:
        yield begun, len(near)


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
