"""The map of a day's rounds as plain shapes, over our own outlines of the districts: no tile, no request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any, Self

from inspection import acts
from inspection.trust import Context

Point = tuple[float, float]  # longitude and latitude; on the map pixels
WIDTH, MARGIN, TALLEST = 640.0, 14.0, 560.0
_ROOM, _LEAST = 0.12, 0.02  # around the stops: a part of what they span, and degrees where they lie close together


@dataclass(frozen=True, kw_only=True)
class Way:
    """A round to draw: `kind` is "" as it stands, "new" where it changes, "new old" for what it was before."""

    team: str
    office: Point
    stops: tuple[tuple[Point, str, str], ...]
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A stop on the map: its number in the round, what it is called, and where a press leads."""

    at: Point
    number: int
    place: str
    address: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A round's way, as an SVG path, with its team's name where that is written, and the place of it."""

    path: str
    kind: str
    team: str
    named_at: Point


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What the template draws, in pixels."""

    width: float
    height: float
    land: tuple[str, ...]
    beside: tuple[str, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    offices: tuple[Point, ...]
    areas: tuple[tuple[str, str], ...] = ()


def own_areas(context: Context) -> list[Mapping[str, Any]]:
    """Return the reader's own zones as GeoJSON features: drawn over the map, and nothing that counts or is chosen."""
    return [feature for one in acts.maps.zones_of(context) for feature in one.features]


@dataclass(frozen=True, eq=False)
class Outline:
    """One district: its rings, and the box that they lie in (west, south, east, north)."""

    rings: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]


Country = Mapping[str, Outline]


def country_of(outlines: Mapping[str, Any]) -> Country:
    """Return the outlines of districts by key, read once for all the maps that are drawn on them.

    outlines
        Arrondissements as a GeoJSON collection, each feature with its key as `id`.
    """
    return {str(one["id"]): _outline(tuple(_rings(one["geometry"]))) for one in outlines["features"]}


def drawing_of(
    country: Country, district: str, ways: Sequence[Way], areas: Sequence[Mapping[str, Any]] = ()
) -> Drawing:
    """Return the rounds over the outline of their district and those around it.

    areas
        Features of the reader's own, each with its `label`.
    """
    mine = country.get(district, _NOWHERE)
    own = [point for ring in mine.rings for point in ring]
    points = [*(each.office for each in ways), *(stop[0] for each in ways for stop in each.stops)]
    frame = _Frame.round(points or own)
    near = [outline for name, outline in country.items() if name != district and frame.touches(outline)]
    return Drawing(
        width=frame.width,
        height=frame.height,
        land=_land(frame, mine),
        beside=tuple(path for outline in near for path in _land(frame, outline)),
        lines=tuple(_line(frame, each, is_first=_is_first(n, ways)) for n, each in enumerate(ways)),
        dots=tuple(
            _dot(frame, each, n, *stop) for each in ways for n, stop in enumerate(each.stops, 1) if _is_now(each)
        ),
        offices=tuple(dict.fromkeys(frame.at(each.office) for each in ways)),
        areas=tuple(
            (frame.closed(ring), one["properties"]["label"]) for one in areas for ring in _rings(one["geometry"])
        ),
    )


def _is_now(each: Way) -> bool:
    return "old" not in each.kind


def _is_first(n: int, ways: Sequence[Way]) -> bool:
    """Tell whether a team's name is written at this round: once, however many of its days are drawn."""
    return _is_now(ways[n]) and not any(_is_now(other) and other.team == ways[n].team for other in ways[:n])


def _line(frame: "_Frame", each: Way, *, is_first: bool) -> Line:
    points = [frame.at(each.office), *(frame.at(stop[0]) for stop in each.stops), frame.at(each.office)]
    far = max(points, key=lambda p: abs(p[0] - points[0][0]) + abs(p[1] - points[0][1]))
    middle = (round((points[0][0] + far[0]) / 2, 1), round((points[0][1] + far[1]) / 2 - 8, 1))
    return Line(path=frame.open(points), kind=each.kind, team=each.team if is_first else "", named_at=middle)


def _dot(frame: "_Frame", each: Way, number: int, at: Point, place: str, address: str) -> Dot:
    return Dot(at=frame.at(at), number=number, place=place, address=address, is_new=each.kind == "new")


def _rings(geometry: Mapping[str, Any]) -> Iterable[tuple[Point, ...]]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in shapes:
        yield tuple((x, y) for x, y in polygon[0])


def _outline(rings: tuple[tuple[Point, ...], ...]) -> Outline:
    lons, lats = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    return Outline(rings, (min(lons), min(lats), max(lons), max(lats)))


_NOWHERE = Outline((), (0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True)
class _Frame:
    """The part of the country that is shown, in its own proportions."""

    west: float
    north: float
    shrink: float
    scale: float
    width: float
    height: float

    @classmethod
    def round(cls, points: Sequence[Point]) -> Self:
        """Return a frame with some room round places."""
        lons, lats = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
        shrink = cos(radians(sum(lats) / len(lats)))
        room = max(_ROOM * max((max(lons) - min(lons)) * shrink, max(lats) - min(lats)), _LEAST)
        west, north = min(lons) - room / shrink, max(lats) + room
        across, upward = (max(lons) - west) * shrink + room, north - min(lats) + room
        scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / upward)
        width, height = (round(span * scale + 2 * MARGIN, 1) for span in (across, upward))
        return cls(west, north, shrink, scale, width, height)

    def at(self, point: Point) -> Point:
        """Return where a place is drawn."""
        x = MARGIN + (point[0] - self.west) * self.shrink * self.scale
        return round(x, 1), round(MARGIN + (self.north - point[1]) * self.scale, 1)

    def touches(self, outline: Outline) -> bool:
        """Tell whether some of an outline is seen."""
        west, south, east, north = outline.box
        (left, low), (right, high) = self.at((west, south)), self.at((east, north))
        if right < 0 or left > self.width or low < 0 or high > self.height:
            return False
        seen = (self.at(point) for ring in outline.rings for point in ring)
        return any(0 <= x <= self.width and 0 <= y <= self.height for x, y in seen)

    def open(self, points: Iterable[Point]) -> str:
        """Return a path through points that are pixels already."""
        return "M" + "L".join(f"{x} {y}" for x, y in points)

    def closed(self, ring: Iterable[Point]) -> str:
        """Return an outline as a path, without points that fall together."""
        return self.open(dict.fromkeys(self.at(point) for point in ring)) + "Z"


@lru_cache(maxsize=512)
def _land(frame: _Frame, outline: Outline) -> tuple[str, ...]:
    """Return an outline as paths: the same for everybody who looks at a day of rounds, and nothing of them in it."""
    return tuple(frame.closed(ring) for ring in outline.rings)
