"""What the form draws the map of a round from: outlines of the cantons and streets round the visits, in few bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from inspection.acts.weeks.missions import Mission
from inspection.territory import outlines
from inspection.territory.addresses import Street, streets_near
from inspection.time_of import day_in_brussels
from inspection.trust import Context

UNIT: Final = 20_000  # parts of a degree: some four to six metres, finer than a finger on the map
_NEAR: Final = 0.15  # degrees round the visits within which a canton may be seen, as on the sheet
_REACH_M: Final = 350.0
_MOST_STREETS: Final = 30  # round one visit
Line = tuple[int, ...]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class RoundMap:
    """Lines of whole numbers, in parts of a degree: the first point, then each step to the next, longitude first.

    outlines
        A canton's French and Dutch name, with its outer rings.
    streets
        A street's French and Dutch name, with its line; none where no address file was taken in.
    """

    unit: int
    outlines: tuple[tuple[str, str, tuple[Line, ...]], ...]
    streets: tuple[tuple[str, str, Line], ...]


def round_map(context: Context, missions: Sequence[Mission]) -> RoundMap:
    """Return what is drawn round some visits; nothing of it tells more of them than where they are."""
    points = list(dict.fromkeys((one.lon, one.lat) for one in missions))
    return RoundMap(
        unit=UNIT,
        outlines=_outlines(context, points) if points else (),
        streets=tuple((one.name_fr, one.name_nl, line_of(one.line)) for one in _streets(context, points)),
    )


def line_of(points: Iterable[Point]) -> Line:
    """Write a line as whole numbers; points that fall together at this size are one."""
    steps, at = [], (0, 0)
    for n, (lon, lat) in enumerate(points):
        here = (round(lon * UNIT), round(lat * UNIT))
        if n == 0 or here != at:
            steps += [here[0] - at[0], here[1] - at[1]]
        at = here
    return tuple(steps)


def _outlines(context: Context, points: Sequence[Point]) -> tuple[tuple[str, str, tuple[Line, ...]], ...]:
    """Return the cantons whose boxes come near the box of the points."""
    west, south, east, north = _box(points)
    return tuple(
        (name_fr, name_nl, rings)
        for name_fr, name_nl, rings, box in _cantons(context.settings.cache)
        if west - _NEAR <= box[2] and east + _NEAR >= box[0] and south - _NEAR <= box[3] and north + _NEAR >= box[1]
    )


@cache
def _cantons(folder: Path) -> tuple[tuple[str, str, tuple[Line, ...], Box], ...]:
    """Return every canton as it is written, with its box: made once a process, for a package is waited for."""
    features = outlines("canton", cache=folder)["features"]
    return tuple(_canton(one["properties"], one["geometry"]) for one in features)


def _canton(named: Mapping[str, str], shape: Mapping[str, Any]) -> tuple[str, str, tuple[Line, ...], Box]:
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = [polygon[0] for polygon in polygons]
    return named["fr"], named["nl"], tuple(map(line_of, rings)), _box([point for ring in rings for point in ring])


def _box(points: Sequence[Point]) -> Box:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def _streets(context: Context, points: Sequence[Point]) -> tuple[Street, ...]:
    """Return the streets of the address file; none where none was taken in."""
    on = day_in_brussels(context.at)
    lake = context.app.lake(on)
    if not points or lake.snapshot("addresses", on) is None:
        return ()
    return streets_near(lake.scan("addresses", "address", on), points, _REACH_M, _MOST_STREETS)
