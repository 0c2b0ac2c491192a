"""Distances of the published instances: Euclidean, whole or with the digits after the point cut off."""

import numpy as np
import numpy.typing as npt

from inspection.planning.problem import Point, TravelTimes

Matrix = npt.NDArray[np.float64]


class Plane:
    """Travel over a plane, one unit of distance taking one minute.

    decimals
        Digits kept after the point, the rest cut off and not rounded; None keeps double precision. Published TOPTW
        results cut Solomon's distances to one decimal and Cordeau's to two; TOP results use double precision.
    """

    name = "plane"

    def __init__(self, decimals: int | None = None) -> None:
        self._decimals = decimals
        self.version = "1" if decimals is None else f"1 ({decimals} decimals)"

    def minutes(self, points: list[Point], depart: float | None = None) -> Matrix:  # noqa: ARG002 (protocol)
        """Return the (n, n) distances from row to column."""
        x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
        far: Matrix = np.sqrt((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
        if self._decimals is not None:
            unit = 10**self._decimals
            far = np.floor(far * unit + 1e-9) / unit  # the noise of a double must not cut a whole unit off
        return far


class Grid:
    """Travel along the streets of a grid in whole minutes, so that an exact solver counts what we count."""

    name, version = "grid", "1"

    def minutes(self, points: list[Point], depart: float | None = None) -> Matrix:  # noqa: ARG002 (protocol)
        """Return the (n, n) minutes from row to column, rounded up."""
        xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        return np.asarray(np.ceil(np.abs(xy[:, None] - xy).sum(axis=2)), dtype=np.float64)


class RoundedUp:
    """Other travel times rounded up to a part of a minute, so that every engine solves the very same problem.

    scale
        Units in a minute.
    """

    def __init__(self, travel: TravelTimes, scale: int) -> None:
        self._travel, self._scale = travel, scale
        self.name, self.version = travel.name, f"{travel.version}, up to 1/{scale} min"

    def minutes(self, points: list[Point], depart: float | None = None) -> Matrix:
        """Return the (n, n) minutes from row to column, rounded up."""
        return np.ceil(self._travel.minutes(points, depart) * self._scale - 1e-9) / self._scale
