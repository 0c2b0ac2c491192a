"""Valhalla: `POST /sources_to_targets` and `GET /status`, as its documentation publishes them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from inspection.planning.problem import Point
from inspection.planning.roads.asking import RoadFault, ask, malformed, off_the_map
from inspection.planning.roads.servers import Edition, Floats, numbers
from inspection.road_settings import RoadSettings

NO_EDGES_NEAR = 171
TOO_MANY = (150, 154)  # locations, and metres between them


class Valhalla:
    """A Valhalla server (3.x and later)."""

    def __init__(self, settings: RoadSettings) -> None:
        self.settings = settings

    def edition(self) -> Edition:
        """Read the server's version and when its tiles were made."""
        status, value = ask(self.settings, "/status")
        version, made = value.get("version"), value.get("tileset_last_modified")
        if status != 200 or not isinstance(version, str) or not version.isprintable() or len(version) > 40:
            raise malformed(self.settings, f"tells no version (HTTP {status})")
        if type(made) is not int or not 0 < made < 1 << 33:
            return Edition(version=f"{version}, tiles unknown", map_day=None, is_known=False)
        moment = datetime.fromtimestamp(made, UTC)
        return Edition(version=f"{version}, tiles {moment:%Y-%m-%dT%H:%M:%SZ}", map_day=moment.date(), is_known=True)

    def seconds(self, sources: Sequence[Point], targets: Sequence[Point]) -> Floats:
        """Ask for the seconds of one block; a point far from every road makes the server refuse."""
        question = {
            "sources": self._places(sources),
            "targets": self._places(targets),
            "costing": self.settings.profile,
            "verbose": False,
        }
        status, value = ask(self.settings, "/sources_to_targets", question)
        if status != 200 or "error_code" in value:
            raise self._refused(status, value.get("error_code"))
        shape = (len(sources), len(targets))
        return numbers(self.settings, self._rows(value.get("sources_to_targets"), shape), shape)

    def _places(self, points: Sequence[Point]) -> list[dict[str, float]]:
        return [{"lat": lat, "lon": lon, "search_cutoff": self.settings.snap_metres} for lon, lat in points]

    def _rows(self, cells: object, shape: tuple[int, int]) -> object:
        """Return the seconds row by row from the concise form, or from the verbose one, nested or flat."""
        if isinstance(cells, dict):
            return cells.get("durations")
        rows: list[list[Any]] = [["missing"] * shape[1] for _ in range(shape[0])]
        try:
            for cell in _cells(cells):
                rows[_place(cell["from_index"], shape[0])][_place(cell["to_index"], shape[1])] = cell["time"]
        except (TypeError, KeyError, IndexError):
            raise malformed(self.settings, "answers no table") from None
        return rows

    def _refused(self, status: int, code: object) -> Exception:
        if code == NO_EDGES_NEAR:
            return off_the_map(self.settings)
        if type(code) is not int:
            return malformed(self.settings, f"answers without a code (HTTP {status})")
        if code in TOO_MANY:
            return RoadFault("PLAN-144", provider=self.settings.provider, url=self.settings.url, refusal=code)
        return RoadFault("PLAN-133", provider=self.settings.provider, url=self.settings.url, refusal=code)


def _cells(cells: Any) -> Iterator[Mapping[str, Any]]:
    for entry in cells:
        yield from entry if isinstance(entry, list) else [entry]


def _place(index: int, count: int) -> int:
    if type(index) is not int or not 0 <= index < count:
        raise IndexError
    return index
