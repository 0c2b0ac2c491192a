"""OSRM: `GET /table/v1/{profile}/lon,lat;…`, as its HTTP documentation publishes it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from inspection.planning.problem import Point, apart_km
from inspection.planning.roads.asking import RoadFault, ask, malformed, off_the_map
from inspection.planning.roads.servers import Edition, Floats, numbers
from inspection.road_settings import RoadSettings

CENTRE: Point = (4.3517, 50.8466)  # asked for the edition: somewhere in Brussels, nobody's address


class Osrm:
    """An OSRM server (5.x and later)."""

    def __init__(self, settings: RoadSettings) -> None:
        self.settings = settings

    def edition(self) -> Edition:
        """Read `data_version`, which every answer has whose map was extracted with one; OSRM tells no other version."""
        version = self._ask(f"/nearest/v1/{self.settings.profile}/{self._written([CENTRE])}?number=1").get(
            "data_version"
        )
        version = (
            version if isinstance(version, str) and version and version.isprintable() and len(version) <= 80 else None
        )
        return Edition(version=f"data {version or 'unknown'}", map_day=_day(version), is_known=version is not None)

    def seconds(self, sources: Sequence[Point], targets: Sequence[Point]) -> Floats:
        """Ask for the seconds of one block, and see that every point lies near a road."""
        at = {point: number for number, point in enumerate(dict.fromkeys((*sources, *targets)))}
        numbered = [";".join(str(at[point]) for point in side) for side in (sources, targets)]
        answer = self._ask(
            f"/table/v1/{self.settings.profile}/{self._written(list(at))}"
            f"?sources={numbered[0]}&destinations={numbered[1]}&annotations=duration"
        )
        for side, name in ((sources, "sources"), (targets, "destinations")):
            self._check_near(side, answer.get(name))
        return numbers(self.settings, answer.get("durations"), (len(sources), len(targets)))

    def _written(self, points: Sequence[Point]) -> str:
        places = self.settings.decimals
        return ";".join(f"{lon:.{places}f},{lat:.{places}f}" for lon, lat in points)

    def _ask(self, path: str) -> Any:
        status, value = ask(self.settings, path)
        code = value.get("code")
        if code == "Ok" and status == 200:
            return value
        if code == "NoSegment":
            raise off_the_map(self.settings)
        if not isinstance(code, str) or not code.isalnum() or len(code) > 40:
            raise malformed(self.settings, f"answers without a code (HTTP {status})")
        if code == "TooBig":
            raise RoadFault("PLAN-144", provider=self.settings.provider, url=self.settings.url, refusal=code)
        raise RoadFault("PLAN-133", provider=self.settings.provider, url=self.settings.url, refusal=code)

    def _check_near(self, points: Sequence[Point], waypoints: object) -> None:
        try:
            found = np.array([waypoint["location"] for waypoint in waypoints], dtype=np.float64)  # type: ignore[attr-defined]
            metres = 1000 * apart_km(np.array(points), found.reshape(len(points), 2))
        except (TypeError, KeyError, ValueError, OverflowError):
            raise malformed(self.settings, "does not say where on the roads it put the points") from None
        far = int((~(metres <= self.settings.snap_metres)).sum())
        if far:
            raise off_the_map(self.settings, far)


def _day(version: str | None) -> date | None:
    try:
        return date.fromisoformat((version or "")[:10])
    except ValueError:
        return None
