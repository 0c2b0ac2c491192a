"""The map of a day's rounds as plain shapes, over our own outlines of districts and cantons: no tile, no request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Any, Self

from inspection import acts
from inspection.i18n import Lang
from inspection.trust import Context

Point = tuple[float, float]  # longitude and latitude; on the map pixels
WIDTH, HEIGHT, MARGIN = 640.0, 360.0, 14.0  # one size for every week: the day by team stands below it, in sight
_NAME_ROOM = (110.0, 16.0)  # pixels that a name takes, across and upward
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
    parts: tuple[str, ...] = ()
    names: tuple[tuple[str, Point], ...] = ()


def own_areas(context: Context) -> list[Mapping[str, Any]]:
    """Return the reader's own zones as GeoJSON features: drawn over the map, and nothing that counts or is chosen."""
    return [feature for one in acts.maps.zones_of(context) for feature in one.features]


@dataclass(frozen=True, eq=False)
class Outline:
    """One district: its rings, and the box that they lie in (west, south, east, north)."""

    rings: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]


Country = Mapping[str, Outline]


@dataclass(frozen=True, eq=False)
class Part:
    """A canton: some municipalities, or a part of a town; what anybody finds their way by on a map without streets."""

    outline: Outline
    name_fr: str
    name_nl: str

    def name(self, lang: Lang) -> str:
        """Return what it is called; cantons have a French and a Dutch name."""
        return self.name_nl if lang == "nl" else self.name_fr


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a week is drawn on, for a reader of one language."""

    country: Country
    parts: Sequence[Part] = ()
    lang: Lang = "fr"


def country_of(outlines: Mapping[str, Any]) -> Country:
    """Return the outlines of districts by key, read once for all the maps that are drawn on them.

    outlines
        Arrondissements as a GeoJSON collection, each feature with its key as `id`.
    """
    return {str(one["id"]): _outline(tuple(_rings(one["geometry"]))) for one in outlines["features"]}


def parts_of(outlines: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return cantons with their names, read once for all the maps that are drawn on them.

    outlines
        Cantons as a GeoJSON collection, each feature with its names as properties `fr` and `nl`.
    """
    return tuple(
        Part(_outline(tuple(_rings(one["geometry"]))), one["properties"]["fr"], one["properties"]["nl"])
        for one in outlines["features"]
    )


def drawing_of(ground: Ground, district: str, ways: Sequence[Way], areas: Sequence[Mapping[str, Any]] = ()) -> Drawing:
    """Return the rounds over the outline of their district, the cantons that it is made of, and what lies around it.

    areas
        Features of the reader's own, each with its `label`.
    """
    country, mine = ground.country, ground.country.get(district, _NOWHERE)
    own = [point for ring in mine.rings for point in ring]
    points = [*(each.office for each in ways), *(stop[0] for each in ways for stop in each.stops)]
    frame = _Frame.round(points or own)
    near = [outline for name, outline in country.items() if name != district and frame.touches(outline)]
    parts = [one for one in ground.parts if frame.overlaps(one.outline)]
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
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
        parts=tuple(path for one in parts for path in _land(frame, one.outline)),
        names=tuple(_names(frame, parts, ground.lang)),
    )


def _names(frame: "_Frame", parts: Sequence[Part], lang: Lang) -> Iterable[tuple[str, Point]]:
    """Yield the names of cantons where their middle is seen, and where no other name stands."""
    taken = list[Point]()
    for one in parts:
        west, south, east, north = one.outline.box
        x, y = frame.at(((west + east) / 2, (south + north) / 2))
        is_seen = _NAME_ROOM[0] / 2 < x < WIDTH - _NAME_ROOM[0] / 2 and _NAME_ROOM[1] < y < HEIGHT
        if is_seen and all(abs(x - a) > _NAME_ROOM[0] or abs(y - b) > _NAME_ROOM[1] for a, b in taken):
            taken.append((x, y))
            yield one.name(lang), (x, y)


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

    @classmethod
    def round(cls, points: Sequence[Point]) -> Self:
        """Return a frame with some room round places, which stand in the middle of it."""
        lons, lats = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
        shrink = cos(radians(sum(lats) / len(lats)))
        broad, tall = (max(lons) - min(lons)) * shrink, max(lats) - min(lats)
        room = 2 * max(_ROOM * max(broad, tall), _LEAST)
        across, upward = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        scale = min(across / (broad + room), upward / (tall + room))
        west = (max(lons) + min(lons)) / 2 - across / scale / shrink / 2
        return cls(west, (max(lats) + min(lats)) / 2 + upward / scale / 2, shrink, scale)

    def at(self, point: Point) -> Point:
        """Return where a place is drawn."""
        x = MARGIN + (point[0] - self.west) * self.shrink * self.scale
        return round(x, 1), round(MARGIN + (self.north - point[1]) * self.scale, 1)

    def overlaps(self, outline: Outline) -> bool:
        """Tell whether the box of an outline reaches into the frame."""
        west, south, east, north = outline.box
        (left, low), (right, high) = self.at((west, south)), self.at((east, north))
        return right >= 0 and left <= WIDTH and low >= 0 and high <= HEIGHT

    def touches(self, outline: Outline) -> bool:
        """Tell whether some of an outline is seen."""
        seen = (self.at(point) for ring in outline.rings for point in ring)
        return self.overlaps(outline) and any(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in seen)

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
