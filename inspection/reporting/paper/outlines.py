"""A small map as SVG, drawn from outlines that travel with the product: no tile, no request, no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from math import cos, radians
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Ring = Sequence[Point]

KM_PER_DEGREE = 111.32
SMALLEST_KM = 9.0  # a round with one stop around the corner still shows where in the country it is
STEPS_KM = (1, 2, 5, 10, 20, 50)
MARK = 11.0


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The borders of a canton, as outer rings of (longitude, latitude).

    own
        Whether it lies in the team's district: the others are drawn paler.
    """

    name: str
    rings: tuple[Ring, ...]
    own: bool = True

    @classmethod
    def of(cls, feature: Mapping[str, Any], name: str) -> "Outline":
        """Take the outer rings of a GeoJSON polygon or multipolygon."""
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        return cls(name=name, rings=tuple(tuple((x, y) for x, y in polygon[0]) for polygon in polygons))

    @cached_property
    def foreign(self) -> "Outline":
        """The same outline, marked as outside the team's district."""
        return replace(self, own=False)

    def is_near(self, points: Sequence[Point], degrees: float) -> bool:
        """Tell whether its bounding box lies within `degrees` of that of `points`."""
        x0, y0, x1, y1 = self._box
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        across = min(xs) - degrees <= x1 and max(xs) + degrees >= x0
        return across and min(ys) - degrees <= y1 and max(ys) + degrees >= y0

    @cached_property
    def shape(self) -> Any:
        """The outline as a shapely geometry in longitude and latitude."""
        return shapely.make_valid(shapely.MultiPolygon([shapely.Polygon(ring) for ring in self.rings]))

    @cached_property
    def _box(self) -> Box:
        x0, y0, x1, y1 = self.shape.bounds
        return (x0, y0, x1, y1)


@dataclass(frozen=True, kw_only=True)
class MapStop:
    """A numbered stop; `vague` where its door is not known."""

    number: str
    at: Point
    place: str = ""
    vague: bool = False


def outline_map(
    outlines: Sequence[Outline],
    stops: Sequence[MapStop],
    office: Point,
    *,
    office_name: str = "",
    width: int = 740,
    height: int = 430,
) -> str:
    """Return an SVG of the office and the numbered stops in order, over the cantons around them with their names.

    Longitude is shrunk by the cosine of the latitude, which is exact enough for the size of a district. Marks that
    would cover each other are moved apart, with a line to where they belong; a name is left out where it has no room.
    """
    frame = _Frame([office, *(stop.at for stop in stops)], width, height)
    seen = [(o, shape) for o in outlines for shape in [frame.cut(o)] if shape is not None]
    points = [frame.at(stop.at) for stop in stops]
    home = frame.at(office)
    marks = _apart(points, home)
    taken = [_around(*home, 9), *(_around(*mark, MARK + 1) for mark in marks)]
    layers = [
        *(_land(o, shape) for o, shape in seen),
        _route([home, *points, home]),
        *(_leader(a, b) for a, b in zip(points, marks, strict=True) if a != b),
        *_places([office_name, *(stop.place for stop in stops)], [home, *marks], taken, frame),
        *_names(seen, taken, frame),
        f'<rect x="{home[0] - 7:.1f}" y="{home[1] - 7:.1f}" width="14" height="14" fill="#1f5a7a" stroke="#ffffff"/>',
        *(_mark(stop, mark) for stop, mark in zip(stops, marks, strict=True)),
        _ruler(frame),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Libertinus Serif"><rect width="{width}" height="{height}" fill="#dfe7ec"/>{"".join(layers)}'
        f'<rect width="{width}" height="{height}" fill="none" stroke="#6f7a80" stroke-width="1.2"/></svg>'
    )


def _land(outline: Outline, shape: Any) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in [part.exterior, *part.interiors]]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)
    fill, line = ("#fbfaf4", "#8a8f86") if outline.own else ("#ecece6", "#b3b7b0")
    return f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="1"/>'


def _route(way: Sequence[Point]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in way)
    return f'<polyline points="{points}" fill="none" stroke="#1f5a7a" stroke-width="2" stroke-dasharray="7 4"/>'


def _leader(a: Point, b: Point) -> str:
    return (
        f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}" stroke="#12303f" stroke-width="1"/>'
        f'<circle cx="{a[0]:.1f}" cy="{a[1]:.1f}" r="2.5" fill="#12303f"/>'
    )


def _mark(stop: MapStop, at: Point) -> str:
    x, y = at
    dashes = ' stroke-dasharray="3 2"' if stop.vague else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{MARK}" fill="#ffffff" stroke="#12303f" stroke-width="2"{dashes}/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="15" font-weight="bold" text-anchor="middle" fill="#12303f">'
        f"{escape(stop.number)}</text>"
    )


def _apart(points: Sequence[Point], home: Point) -> list[Point]:
    """Return where each mark is drawn: at its point, or beside it where a mark or the office is already there."""
    placed: list[Point] = []
    for x, y in points:
        beside = [(x + r * dx, y + r * dy) for r in (0, 2.2 * MARK, 4.4 * MARK) for dx, dy in _ROUND]
        free = [p for p in beside if all(_far(p, q) for q in [home, *placed])]
        placed.append(free[0] if free else (x, y))
    return placed


_ROUND = ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))


def _far(a: Point, b: Point) -> bool:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 >= (2 * MARK - 1) ** 2


def _places(places: Sequence[str], marks: Sequence[Point], taken: list[Box], frame: "_Frame") -> list[str]:
    """Return the name of each place beside its mark, once each."""
    said: set[str] = set()
    found = []
    for place, (x, y) in zip(places, marks, strict=True):
        half = _width(place, 13) / 2
        spots = [(x + MARK + 4 + half, y + 4), (x - MARK - 4 - half, y + 4), (x, y + MARK + 14), (x, y - MARK - 5)]
        spot = next((p for p in spots if frame.free(_text_box(*p, half, 13), taken)), None)
        if place and place not in said and spot:
            said.add(place)
            taken.append(_text_box(*spot, half, 13))
            found.append(_text(place, spot, 13, "#12303f", "bold"))
    return found


def _names(seen: Sequence[tuple[Outline, Any]], taken: list[Box], frame: "_Frame") -> list[str]:
    """Return the name of each canton in what is seen of it, the largest first."""
    found, said = [], set()
    for outline, shape in sorted(seen, key=lambda each: (-float(each[1].area), each[0].name)):
        spot, half = shapely.maximum_inscribed_circle(shape, 2.0).coords[0], _width(outline.name, 12) / 2
        for y in (spot[1], spot[1] - 18, spot[1] + 18):
            box = _text_box(spot[0], y, half, 12)
            if outline.name and outline.name not in said and frame.free(box, taken):
                taken.append(box)
                said.add(outline.name)
                found.append(_text(outline.name, (spot[0], y), 12, "#5d655c", "normal"))
    return found


def _text(text: str, at: Point, size: int, colour: str, weight: str) -> str:
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size}" text-anchor="middle" font-weight="{weight}"'
    halo = f'<text {place} fill="#ffffff" stroke="#ffffff" stroke-width="3" stroke-linejoin="round">{escape(text)}'
    return f'{halo}</text><text {place} fill="{colour}">{escape(text)}</text>'


def _ruler(frame: "_Frame") -> str:
    """Return a bar of a round number of kilometres; north is up."""
    km = max((step for step in STEPS_KM if step * frame.pixels_per_km <= frame.width / 4), default=STEPS_KM[0])
    x, y, length = 14.0, frame.height - 14.0, km * frame.pixels_per_km
    text = f'x="{x + length / 2:.1f}" y="{y - 6:.1f}" font-size="12" text-anchor="middle" fill="#12303f"'
    return (
        f'<rect x="{x - 6:.1f}" y="{y - 20:.1f}" width="{length + 12:.1f}" height="28" fill="#ffffff" opacity="0.85"/>'
        f'<path d="M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + length:.1f}V{y - 5:.1f}" fill="none" stroke="#12303f"/>'
        f"<text {text}>{km} km</text>"
    )


def _width(text: str, size: int) -> float:
    return 0.55 * size * len(text)


def _text_box(x: float, y: float, half: float, size: int) -> Box:
    return (x - half - 2, y - size, x + half + 2, y + 4)


def _around(x: float, y: float, reach: float) -> Box:
    return (x - reach, y - reach, x + reach, y + reach)


class _Frame:
    """The part of the country that the map shows, with a margin, in its own proportions."""

    def __init__(self, points: Sequence[Point], width: int, height: int) -> None:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.shrink = cos(radians(sum(lats) / len(lats)))
        smallest = SMALLEST_KM / KM_PER_DEGREE
        across = max((max(lons) - min(lons)) * self.shrink * 1.25, smallest)
        upward = max((max(lats) - min(lats)) * 1.25, smallest)
        self.scale = min(width / across, height / upward)
        self.middle = ((max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2)
        self.width, self.height = width, height
        self.pixels_per_km = self.scale / KM_PER_DEGREE
        half_x, half_y = (width / 2 + 2) / (self.scale * self.shrink), (height / 2 + 2) / self.scale
        (x, y) = self.middle
        self.window = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)

    def at(self, point: Point) -> Point:
        lon, lat = point
        return (
            self.width / 2 + (lon - self.middle[0]) * self.shrink * self.scale,
            self.height / 2 - (lat - self.middle[1]) * self.scale,
        )

    def cut(self, outline: Outline) -> Any:
        """Return what the frame shows of an outline, in its pixels; None when that is nothing."""
        seen = shapely.transform(shapely.intersection(outline.shape, self.window), self._pixels)
        parts = [part for part in shapely.get_parts(seen) if part.geom_type == "Polygon" and not part.is_empty]
        return shapely.MultiPolygon(parts) if parts else None

    def free(self, box: Box, taken: Sequence[Box]) -> bool:
        """Tell whether a text has room: inside the frame and clear of what is there, the ruler included."""
        x0, y0, x1, y1 = box
        inside = x0 >= 2 and y0 >= 2 and x1 <= self.width - 2 and y1 <= self.height - 38
        return inside and not any(x0 < b[2] and x1 > b[0] and y0 < b[3] and y1 > b[1] for b in taken)

    def _pixels(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        stretch = np.array([self.shrink * self.scale, -self.scale])
        moved: npt.NDArray[np.float64] = (points - np.array(self.middle)) * stretch
        moved += np.array([self.width / 2, self.height / 2])
        return moved
