"""Builders for tests of road servers: points, travel times by a test's server, and what that server ought to say."""

from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from builders_planning import Coefficients
from road_servers import RoadWorld, true_seconds

from inspection.planning.roads import travel_times
from inspection.planning.roads.providing import RoadTimes
from inspection.road_settings import RoadSettings

ON = date(2026, 11, 26)
BOTH = pytest.mark.parametrize("provider", ["osrm", "valhalla"])


def some_points(count: int, seed: int = 1) -> list[tuple[float, float]]:
    """Points in the middle of Belgium, on the grid of five decimals."""
    draw = Random(seed)
    return [(round(draw.uniform(3.5, 5.5), 5), round(draw.uniform(50.5, 51.2), 5)) for _ in range(count)]


def asking(world: RoadWorld, provider: str = "osrm", cache: Path | None = None, **given) -> RoadTimes:
    """Travel times of a test's server."""
    roads = RoadSettings(provider=provider, url=world.url, timeout_seconds=1, **given)
    travel = travel_times(roads, Coefficients(), ON, cache)
    assert isinstance(travel, RoadTimes)
    return travel


def truth(points, access: float = 4) -> np.ndarray:
    """The minutes that the server's world has."""
    made = np.array([[true_seconds(a, b) / 60 + access for b in points] for a in points])
    np.fill_diagonal(made, 0)
    return made
