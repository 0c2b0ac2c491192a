"""Travel times without any network: the great circle, stretched to the road and driven faster the farther it goes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from inspection.planning.problem.model import Point

EARTH_RADIUS_KM = 6371.0088
STRIP_CELLS = 1 << 17  # a megabyte of each temporary: it stays in the processor's cache
Matrix = npt.NDArray[np.float64]


class Coefficients(Protocol):
    """What `sectors.rules.model.TravelRules` offers: the coefficients of sectors/common/planning.yaml."""

    @property
    def detour_factor(self) -> float:
        """Road kilometres for one kilometre as the crow flies."""
        ...

    @property
    def town_kmh(self) -> float:
        """Speed of the shortest journeys."""
        ...

    @property
    def far_kmh(self) -> float:
        """Speed of journeys of `far_km` and more."""
        ...

    @property
    def far_km(self) -> float:
        """Road kilometres from which speed rises no more."""
        ...

    @property
    def access_minutes(self) -> float:
        """Minutes to park and walk, added to every journey."""
        ...


class GreatCircle:
    """Estimate travel times from coordinates alone.

    It is the default because addresses under enquiry never leave the machine. Speed rises in a straight line with road
    distance from the town's to the far speed. Two different points at one place are the access time apart; a point is
    0 minutes from itself.
    """

    name = "great-circle"

    def __init__(self, rules: Coefficients) -> None:
        self._rules = rules
        self.version = (
            f"1 ({rules.detour_factor:g} detour, {rules.town_kmh:g}-{rules.far_kmh:g} km/h at {rules.far_km:g} km, "
            f"{rules.access_minutes:g} min access)"
        )

    def minutes(self, points: list[Point], depart: float | None = None) -> Matrix:  # noqa: ARG002 (protocol)
        """Return the (n, n) minutes from row to column; they are symmetric and do not depend on the hour."""
        minutes = _both_ways(points, self._journeys)
        np.fill_diagonal(minutes, 0.0)
        return minutes

    def _journeys(self, km: Matrix) -> Matrix:
        rules = self._rules
        road_km = km * rules.detour_factor
        part = np.minimum(road_km / rules.far_km, 1.0)
        minutes: Matrix = 60 * road_km / (rules.town_kmh + (rules.far_kmh - rules.town_kmh) * part)
        minutes += rules.access_minutes
        return minutes


def great_circle_km(points: Sequence[Point]) -> Matrix:
    """Return the (n, n) great-circle distances in kilometres between (longitude, latitude) points."""
    return _both_ways(points, lambda km: km)


def apart_km(here: Matrix, there: Matrix) -> Matrix:
    """Return the great-circle kilometres between places whose last axis is (longitude, latitude); others broadcast."""
    return _arcs_km(_on_the_globe(here), _on_the_globe(there))


def _both_ways(points: Sequence[Point], measure: Callable[[Matrix], Matrix]) -> Matrix:
    """Return what `measure` makes of the kilometres between each two points, which are the same there and back.

    Worked out a strip of rows at a time, and the way back not at all: a table of 5,000 points takes 200 MB, and ten
    such at once, as the formula asks for, a whole machine.
    """
    places = _on_the_globe(np.asarray(points, dtype=np.float64).reshape(-1, 2))
    table = np.empty((len(points), len(points)))
    for rows in strips(len(points)):
        onward = measure(_arcs_km(places[:, rows, None], places[:, None, rows.start :]))
        table[rows, rows.start :], table[rows.start :, rows] = onward, onward.T
    return table


def _on_the_globe(places: Matrix) -> Matrix:
    """Return x, y and z of places on a globe of diameter one."""
    lon, lat = np.moveaxis(np.radians(places), -1, 0)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))) / 2


def _arcs_km(here: Matrix, there: Matrix) -> Matrix:
    """Return the kilometres over the ground between places on the globe, by the straight line through it."""
    squares: Matrix = np.zeros(())
    for one, other in zip(here, there, strict=True):
        squares = squares + np.square(one - other)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(squares, 1.0))), dtype=np.float64)


def strips(count: int) -> Iterator[slice]:
    """Return the rows of a square table in parts that stay in the processor's cache."""
    rows = max(1, STRIP_CELLS // max(1, count))
    for first in range(0, count, rows):
        yield slice(first, min(first + rows, count))
