"""A road server for tests: real HTTP on this machine, in the formats that OSRM and Valhalla publish."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from inspection.planning.problem import Point

MAP_DAY = "2026-11-01"


def true_seconds(a: Point, b: Point) -> float:
    """Seconds of the way by road: longer eastwards than westwards, so that a table turned over is seen."""
    east, north = b[0] - a[0], b[1] - a[1]
    return round(4000 * abs(north) + (5000 if east > 0 else 3000) * abs(east), 1)


@dataclass
class RoadWorld:
    """What the server knows, how it misbehaves, and what it was asked.

    off, unreachable
        Points far from every road, and ordered pairs without a way.
    trouble
        None, or what it does instead of answering: slow, slow body, rubbish, list, short, negative, text, huge, status,
        refuse, redirect, cut.
    """

    map_day: str | None = MAP_DAY
    off: set[Point] = field(default_factory=set)
    unreachable: set[tuple[Point, Point]] = field(default_factory=set)
    trouble: str | None = None
    trouble_after: int = 0
    verbose: str | None = None
    most_cells: int = 10_000
    elsewhere: str = ""
    asked: list[str] = field(default_factory=list)
    longest_path: int = 0
    url: str = ""

    @property
    def tables(self) -> int:
        """How many blocks were asked for."""
        return sum("table" in path or "sources_to_targets" in path for path in self.asked)

    def seconds(self, a: Point, b: Point) -> float | None:
        """The answer for one pair."""
        return None if (a, b) in self.unreachable else true_seconds(a, b)


@contextmanager
def road_server(certificate: Path | None = None, **given: Any) -> Iterator[RoadWorld]:
    """Run a server for as long as the block runs; with a certificate it speaks https."""
    world = RoadWorld(**given)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": world}))
    server.daemon_threads = True
    world.url = f"http://127.0.0.1:{server.server_port}"
    if certificate is not None:
        shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        shown.load_cert_chain(certificate)
        server.socket = shown.wrap_socket(server.socket, server_side=True)
        world.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    world: RoadWorld

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        world, parts = self.world, urlsplit(self.path)
        world.asked.append(parts.path)
        world.longest_path = max(world.longest_path, len(self.path))
        if world.trouble and len(world.asked) > world.trouble_after:
            self._misbehave(world.trouble)
        elif parts.path.startswith("/nearest/v1/driving/"):
            self._osrm({"waypoints": []})
        elif parts.path.startswith("/table/v1/driving/"):
            self._table(parts.path.rpartition("/")[2], parse_qs(parts.query))
        elif parts.path == "/status":
            made = {} if world.map_day is None else {"tileset_last_modified": _unix(world.map_day)}
            self._send(200, {"version": "3.5.1", **made})
        elif parts.path == "/sources_to_targets":
            self._matrix(body)
        else:
            self._send(404, {"code": "InvalidUrl"})

    def _table(self, path: str, query: dict[str, list[str]]) -> None:
        points = [tuple(float(part) for part in place.split(",")) for place in path.split(";")]
        sources, targets = ([points[int(i)] for i in query[k][0].split(";")] for k in ("sources", "destinations"))
        assert query["annotations"] == ["duration"]
        if len(sources) * len(targets) > self.world.most_cells:
            self._osrm({}, code="TooBig", status=400)
            return
        rows = [[self.world.seconds(a, b) for b in targets] for a in sources]
        waypoints = [[self._waypoint(p) for p in side] for side in (sources, targets)]
        self._osrm({"durations": rows, "sources": waypoints[0], "destinations": waypoints[1]})

    def _waypoint(self, point: Any) -> dict[str, Any]:
        away = 0.5 if point in self.world.off else 0.0001
        return {"hint": "x", "name": "", "location": [point[0] + away, point[1]], "distance": away * 70_000}

    def _osrm(self, more: dict[str, Any], code: str = "Ok", status: int = 200) -> None:
        told = {} if self.world.map_day is None else {"data_version": f"{self.world.map_day}T20:21:22Z"}
        self._send(status, {"code": code, **told, **more})

    def _matrix(self, body: Any) -> None:
        world = self.world
        sources, targets = ([(p["lon"], p["lat"]) for p in body[k]] for k in ("sources", "targets"))
        cutoffs = {p["search_cutoff"] for k in ("sources", "targets") for p in body[k]}
        assert body["costing"] == "auto"
        if world.off & {*sources, *targets}:
            assert max(cutoffs) < 35_000
            self._send(400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400})
            return
        if len(sources) * len(targets) > min(2500, world.most_cells):
            self._send(400, {"error_code": 150, "error": "Exceeded max locations", "status_code": 400})
            return
        rows = [[world.seconds(a, b) for b in targets] for a in sources]
        if world.verbose is None and body["verbose"] is False:
            self._send(200, {"sources_to_targets": {"durations": rows, "distances": rows}, "units": "kilometers"})
            return
        cells = [
            [{"time": s, "distance": s, "from_index": i, "to_index": j} for j, s in enumerate(row)]
            for i, row in enumerate(rows)
        ]
        told = [c for row in reversed(cells) for c in row] if world.verbose == "flat" else cells
        self._send(200, {"sources_to_targets": told, "units": "kilometers"})

    def _misbehave(self, how: str) -> None:
        if how == "slow":
            time.sleep(1.6)
            self._send(200, {"code": "Ok"})
        elif how == "slow body":
            self.send_response(200)
            self.end_headers()
            with suppress(BrokenPipeError):  # who asked is not to wait for the end
                for _ in range(8):
                    self.wfile.write(b" ")
                    time.sleep(0.25)
        elif how == "cut":
            self.connection.close()
        elif how == "redirect":
            self._send(302, {"code": "Ok"}, {"Location": self.world.elsewhere})
        elif how == "status":
            self._send(503, {"code": "Ok"})
        elif how == "refuse":
            self._send(400, {"code": "InvalidQuery", "error_code": 154, "message": "Query 4.35,50.85 is malformed"})
        else:
            rows = {
                "short": [[1.0]],
                "negative": [[0, -1], [-1, 0]],
                "text": [["0", "1"], ["1", "0"]],
                "huge": [[0, 10**400], [1, 0]],
            }.get(how)
            table = {"durations": rows, "sources": [{"location": [4.3, 50.8]}] * 2}
            told = {"code": "Ok", "sources_to_targets": table, **table, "destinations": table["sources"]}
            text = {"rubbish": "<html>404 4.35,50.85</html>", "list": "[]"}.get(how) or json.dumps(told)
            self._write(200, text.encode(), {})

    def _send(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._write(status, json.dumps(value).encode(), headers or {})

    def _write(self, status: int, text: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


def _unix(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp())
