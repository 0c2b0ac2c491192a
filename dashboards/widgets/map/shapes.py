"""The ground of the map in few letters: cells, outlines and zones as SVG paths in whole numbers, flat as on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import h3

from inspection.territory import outlines

Box = tuple[int, int, int, int]  # left, top, width and height, in units
UNIT_M = 20  # a step of the paths: a tenth of what the outlines are simplified by
_WEST, _SOUTH, _EAST, _NORTH = 2.54, 49.49, 6.41, 51.51
_DOWN = 111_320.0 / UNIT_M  # units in a degree of latitude
_ACROSS = _DOWN * cos(radians((_SOUTH + _NORTH) / 2))  # and of longitude, in the middle of the country
_AROUND = 250  # units that are seen round what is shown: cells reach over a border


@dataclass(frozen=True)
class Outline:
    """A district as it is drawn, and the box that holds it."""

    path: str
    box: Box


def flat(lon: float, lat: float) -> tuple[int, int]:
    """Return where a place lies on the map: units to the right of its upper left corner, and below it."""
    return round((lon - _WEST) * _ACROSS), round((_NORTH - lat) * _DOWN)


@lru_cache(maxsize=2)
def districts(cache: Path) -> Mapping[str, Outline]:
    """Return the outlines of the arrondissements by key, worked out once for all who look.

    cache
        Folder in which the outlines are kept.
    """
    return {str(one["id"]): _outline(one["geometry"]) for one in outlines("arrondissement", cache=cache)["features"]}


@lru_cache(maxsize=8192)
def cell_shape(cell: str) -> tuple[int, int, str]:
    """Return a cell of the H3 grid: where its first corner lies, and the way round it from there."""
    points = [flat(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    return *points[0], _way(points)


def area_path(geometry: Mapping[str, Any]) -> str:
    """Return a polygon, or several, of GeoJSON as one path; what is cut out of it stays open by the even-odd rule."""
    return "".join(_path([flat(*point[:2]) for point in ring]) for ring in _rings(geometry))


def _outline(geometry: Mapping[str, Any]) -> Outline:
    points = [flat(*point[:2]) for ring in _rings(geometry) for point in ring]
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
    return Outline(area_path(geometry), _round(left, top, right - left, bottom - top))


def _round(left: int, top: int, width: int, height: int) -> Box:
    return left - _AROUND, top - _AROUND, width + 2 * _AROUND, height + 2 * _AROUND


def _rings(geometry: Mapping[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return (ring for polygon in polygons for ring in polygon)


def _path(points: Sequence[tuple[int, int]]) -> str:
    x, y = points[0]
    return f"m{x} {y}{_way(points)}"


def _way(points: Sequence[tuple[int, int]]) -> str:
    """Return the steps from each point to the next, without those that fall together, and back to the first."""
    steps = ((x - before[0], y - before[1]) for before, (x, y) in pairwise(points))
    return f"l{' '.join(f'{x} {y}' for x, y in steps if x or y)}z".replace(" -", "-")


COUNTRY: Box = _round(0, 0, *flat(_EAST, _SOUTH))
