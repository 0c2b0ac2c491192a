"""Travel times without any network: the great circle, stretched to the road and driven faster the farther it goes."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .model import Point

EARTH_RADIUS_KM = 6371.0088
STRIP_CELLS = 1 << 17  # a megabyte of each temporary: it stays in the processor's cache
Matrix = npt.NDArray[np.float64]


class Coefficients(Protocol):
    """What `sectors.model.TravelRules` offers: the coefficients of sectors/common/planning.yaml."""

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
        minutes = great_circle_km(points)
        for rows in _strips(len(points)):
            minutes[rows] = self._journeys(minutes[rows])
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
    """Return the (n, n) great-circle distances in kilometres between (longitude, latitude) points.

    Worked out a strip of rows at a time: a table of 5,000 points takes 200 MB, and ten such at once, as the formula
    asks for, a whole machine.
    """
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    km = np.empty((len(places), len(places)))
    for rows in _strips(len(places)):
        km[rows] = apart_km(places[rows, None], places[None])
    return km


def apart_km(here: Matrix, there: Matrix) -> Matrix:
    """Return the great-circle kilometres between places whose last axis is (longitude, latitude); others broadcast."""
    lon, lat = np.moveaxis(np.radians(here), -1, 0)
    other_lon, other_lat = np.moveaxis(np.radians(there), -1, 0)
    chord = np.sin((lat - other_lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((lon - other_lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))), dtype=np.float64)


def _strips(count: int) -> Iterator[slice]:
    rows = max(1, STRIP_CELLS // max(1, count))
    for first in range(0, count, rows):
        yield slice(first, first + rows)
