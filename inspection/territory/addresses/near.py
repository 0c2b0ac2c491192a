"""The streets round a few points, each as a line through its doors: for a map that is drawn without a network."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

Point = tuple[float, float]
_LATITUDE = 50.6  # the middle of the country: degrees of longitude are shorter there by its cosine
_SHRINK = float(np.cos(np.radians(_LATITUDE)))
_METRES_PER_DEGREE = 111_320.0
_FEWEST_DOORS = 2  # one door has no direction
_MOST_POINTS = 8  # a line through more doors than that says no more
_NAMES = ("street_fr", "street_nl", "street_de")


class Street(NamedTuple):
    """A street near a point: its French and its Dutch name, or the one that it has, and its line."""

    name_fr: str
    name_nl: str
    line: tuple[Point, ...]


def streets_near(register: pl.LazyFrame, points: Sequence[Point], reach_m: float, most: int) -> tuple[Street, ...]:
    """Return the streets that have doors within `reach_m` metres of a point, the nearest first, at most `most` a point.

    Only these doors are read: a street goes no farther on the map than they do.

    register
        The address register: lon, lat, the street's names, municipality_refnis.
    """
    if not points:
        return ()
    doors = register.filter(pl.any_horizontal(*(_box(point, reach_m) for point in points)))
    by = ["municipality_refnis", *_NAMES]
    found = doors.select(*by, "lon", "lat").drop_nulls(["lon", "lat"]).collect().group_by(by).agg("lon", "lat").sort(by)
    streets = [street for row in found.iter_rows(named=True) if (street := _street(row)) is not None]
    near = {street: None for point in points for street in _nearest(streets, point, reach_m, most)}
    return tuple(near)


def _box(point: Point, reach_m: float) -> pl.Expr:
    high = reach_m / _METRES_PER_DEGREE
    lon, lat = point
    return pl.col("lat").is_between(lat - high, lat + high) & pl.col("lon").is_between(
        lon - high / _SHRINK, lon + high / _SHRINK
    )


def _street(row: dict[str, object]) -> Street | None:
    """Return a street as a line along which its doors lie, each of its points the mean of some of them."""
    names = [str(row[name]) for name in _NAMES if row[name]]
    doors = np.unique(np.column_stack([np.asarray(row["lon"], float), np.asarray(row["lat"], float)]), axis=0)
    if not names or len(doors) < _FEWEST_DOORS:
        return None
    flat = (doors - doors.mean(axis=0)) * [_SHRINK, 1.0]
    along = flat @ np.linalg.svd(flat, full_matrices=False)[2][0]
    parts = np.array_split(doors[np.argsort(along, kind="stable")], min(len(doors), _MOST_POINTS))
    line = tuple((float(lon), float(lat)) for lon, lat in (part.mean(axis=0) for part in parts))
    return Street(str(row["street_fr"] or names[0]), str(row["street_nl"] or names[0]), line)


def _nearest(streets: Sequence[Street], point: Point, reach_m: float, most: int) -> Iterator[Street]:
    far = [(min(_metres(point, one) for one in street.line), n) for n, street in enumerate(streets)]
    within = sorted((metres, n) for metres, n in far if metres <= 2 * reach_m)
    return (streets[n] for _, n in within[:most])


def _metres(one: Point, other: Point) -> float:
    return float(np.hypot((one[0] - other[0]) * _SHRINK, one[1] - other[1]) * _METRES_PER_DEGREE)
