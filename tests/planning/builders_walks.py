"""Walks in a plane: teams whose rounds have many stops, without breaks."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from inspection.planning.problem import RoundPolicy, TeamDay, Visit

DAY = date(2026, 12, 7)
FREE = RoundPolicy.free()


class Plane:
    """Straight lines in a plane, a minute for each unit."""

    name, version = "plane", "1"

    def minutes(self, points: list[tuple[float, float]], depart: float | None = None) -> npt.NDArray[np.float64]:
        """Return the distances."""
        x, y = np.asarray(points, dtype=np.float64).T
        return np.asarray(np.hypot(x[:, None] - x, y[:, None] - y), dtype=np.float64)


def a_place(
    name: str,
    spot: tuple[float, float],
    *,
    value: float = 1.0,
    minutes: float = 1.0,
    windows: Sequence[tuple[float, float]] = ((0.0, 1e6),),
) -> Visit:
    """A visit of a minute at any hour by default."""
    return Visit(
        id=name,
        workplace=name,
        point=spot,
        minutes=minutes,
        value=value,
        windows=tuple(windows),
        days=frozenset({DAY}),
    )


def a_walk(minutes: float, team: str = "a") -> TeamDay:
    """A team that starts and ends at the origin."""
    return TeamDay(team=team, day=DAY, office=(0.0, 0.0), shift=(0.0, minutes), languages=frozenset(), size=1)
