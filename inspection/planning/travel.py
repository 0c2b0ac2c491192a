"""Travel times without any network: the great circle, stretched to the road and driven faster the farther it goes."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from .model import Point

EARTH_RADIUS_KM = 6371.0088
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
        rules = self._rules
        road_km = great_circle_km(points) * rules.detour_factor
        part = np.minimum(road_km / rules.far_km, 1.0)
        minutes: Matrix = 60 * road_km / (rules.town_kmh + (rules.far_kmh - rules.town_kmh) * part)
        minutes += rules.access_minutes
        np.fill_diagonal(minutes, 0.0)
        return minutes


def great_circle_km(points: list[Point]) -> Matrix:
    """Return the (n, n) great-circle distances in kilometres between (longitude, latitude) points."""
    lon, lat = np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2)).T
    chord = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))), dtype=np.float64)
