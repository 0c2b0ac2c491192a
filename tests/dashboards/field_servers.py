"""A small server that keeps the contract of the field form, with switches, for tests of the browser side alone."""

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from served_house import free_port
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboards.field.precache import files_script, read_folder

APP = Path(__file__).parents[2] / "dashboards/field/app"
CSP = "default-src 'self'; img-src 'self' blob:"
NOW, EXPIRES = "2026-11-25T20:00:00Z", "2031-01-01T00:00:00Z"
CHECKLIST: dict[str, Any] = {
    "id": "restaurants",
    "version": "2026-11-24",
    "sha256": "c" * 64,
    "label": {"fr": "Restaurants"},
    "sections": [
        {"key": "first_minutes", "label": {}, "sensitive": False},
        {"key": "observations", "label": {}, "sensitive": True},
    ],
    "questions": [
        {"id": "fm_head_count", "section": "first_minutes", "scope": "workplace", "sensitive": False},
        {"id": "p_job", "section": "first_minutes", "scope": "person", "sensitive": False},
        {"id": "obs_locked_in", "section": "observations", "scope": "person", "sensitive": False},
    ],
}
PACKAGE = {
    "made_at": NOW,
    "missions": [],
    "checklists": [{"sector": "restaurants", "id": "restaurants", "version": "2026-11-24", "sha256": "c" * 64}],
}


@dataclass
class Stub:
    """What the server was told, and how it is told to behave."""

    app: Path
    port: int = 0
    url: str = ""
    status: int = 200  # what every route of the interface answers instead of its own answer, unless 200
    refuses: bool = False  # whether a control is refused by its content
    refusal: str = "CONTROL-041"  # with which code
    refuses_files: bool = False  # whether attachments are refused by their content
    user: str = "u1"  # whom the device belongs to
    is_over: bool = False  # whether its days are over: it may hand in what it holds, and gets nothing
    number_status: int = 200  # what the route of the number alone answers instead of its own answer, unless 200
    numbers: list[str] = field(default_factory=list)  # telephone numbers that it told, in order
    controls: dict[str, bytes] = field(default_factory=dict)
    attachments: dict[tuple[str, str], bytes] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)  # what was really new: a control's or an attachment's id

    def answer(self, body: Any, status: int = 200) -> Response:
        """Give an answer, or the fault that is switched on."""
        if self.status != 200:
            return JSONResponse({"code": "ACCESS-061", "what": "No", "advice": "None"}, self.status)
        return JSONResponse(body, status)

    async def me(self, _: Request) -> Response:
        """Say whom the device belongs to."""
        if self.is_over:
            return JSONResponse({"code": "ACCESS-062", "what": "Over", "advice": "A new code"}, 401)
        told = {"telephone": self.numbers[-1] if self.numbers else "", "expires_at": EXPIRES}
        return self.answer({"device": "d1", "user": self.user, "name": "N", "language": "fr", **told})

    async def enrol(self, request: Request) -> Response:
        """Make the device known by any code."""
        await request.body()
        self.is_over = False
        return await self.me(request)

    async def number(self, request: Request) -> Response:
        """Take the number on which the inspector answers."""
        if self.number_status != 200:
            return JSONResponse({"code": "SERVER", "what": "Trouble", "advice": "Again"}, self.number_status)
        self.numbers.append(json.loads(await request.body())["telephone"])
        self.writes.append("number")
        return self.answer({})

    async def package(self, _: Request) -> Response:
        """Give what comes with the inspector."""
        return self.answer(PACKAGE)

    async def checklist(self, _: Request) -> Response:
        """Give the definition."""
        return self.answer(CHECKLIST)

    async def rules(self, _: Request) -> Response:
        """Give the rules as a module."""
        text = 'export const rules = {"p_job": {relevant: (w, p) => w.fm_head_count > 0}};'
        return PlainTextResponse(text, media_type="text/javascript")

    async def texts(self, request: Request) -> Response:
        """Give words."""
        return self.answer({"field.title": request.path_params["language"]})

    async def control(self, request: Request) -> Response:
        """Take a control, as often as it comes."""
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        if request.headers.get("x-vigie-field") != "1":
            return JSONResponse({"code": "CONTROL-332"}, 403)
        if self.refuses:
            return JSONResponse({"code": self.refusal, "what": "Unknown question", "advice": "Correct it"}, 422)
        said = json.loads(body)
        key, digest = said["control_id"], hashlib.sha256(body).hexdigest()
        if self.status == 200 and self.controls.get(key) != body:
            self.writes.append(f"control {key} {digest}")
            self.controls[key] = body
        listed = [one["sha256"] for one in said.get("attachments", [])]
        missing = [one for one in listed if (key, one) not in self.attachments]
        receipt = {"control_id": key, "sha256": digest, "received_at": NOW, "saved": {}, "missing_attachments": missing}
        return self.answer(receipt, 201)

    async def attachment(self, request: Request) -> Response:
        """Take the bytes of an attachment, as often as they come."""
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        if self.refuses_files:
            return JSONResponse({"code": "CONTROL-301", "what": "No picture", "advice": "Send one"}, 415)
        key, digest = request.path_params["id"], hashlib.sha256(body).hexdigest()
        if digest != request.path_params["sha256"]:
            return JSONResponse({"code": "CONTROL-302", "what": "Other bytes", "advice": "Send again"}, 400)
        if self.status == 200 and (key, digest) not in self.attachments:
            self.writes.append(f"attachment {digest}")
            self.attachments[key, digest] = body
        return self.answer({"sha256": digest, "bytes": len(body), "received_at": NOW}, 201)

    async def files(self, _: Request) -> Response:
        """Give the list of files."""
        script = files_script(read_folder(self.app), {})
        return PlainTextResponse(script, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    async def file(self, request: Request) -> Response:
        """Give a file of the form."""
        return FileResponse(
            self.app / (request.path_params["name"] or "index.html"), headers={"Content-Security-Policy": CSP}
        )

    def routes(self) -> list[Route]:
        """Return the routes of the contract that the browser side asks."""
        return [
            Route("/field/api/me", self.me),
            Route("/field/api/me", self.number, methods=["POST"]),
            Route("/field/api/enrol", self.enrol, methods=["POST"]),
            Route("/field/api/package", self.package),
            Route("/field/api/checklists/{sector}/{sha256}.json", self.checklist),
            Route("/field/api/checklists/{sector}/{sha256}.js", self.rules),
            Route("/field/api/texts/{language}.json", self.texts),
            Route("/field/api/controls", self.control, methods=["POST"]),
            Route("/field/api/controls/{id}/attachments/{sha256}", self.attachment, methods=["PUT"]),
            Route("/field/files.js", self.files),
            Route("/field/{name:path}", self.file),
        ]


@contextmanager
def serving(app: Path = APP) -> Iterator[Stub]:
    """Serve the form's folder and the stub on a free port of this machine."""
    stub = Stub(app=app)
    with listening(Starlette(routes=list(stub.routes()))) as port:
        stub.port, stub.url = port, f"http://127.0.0.1:{port}/field/"
        yield stub


@contextmanager
def listening(served: Any, port: int = 0) -> Iterator[int]:
    """Serve an application from a thread on a port of this machine, a free one unless it is named; give the port."""
    port = port or free_port()
    config = uvicorn.Config(served, host="127.0.0.1", port=port, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 120
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(60)


class Proxy:
    """A proxy for one port that cuts each connection after so many bytes up (to the server) or down; 0 never cuts."""

    def __init__(self, to: int) -> None:
        self._to, self.cuts, self.up, self.down = to, 0, 0, 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, up: int = 0, down: int = 0) -> None:
        """Cut from now on, beginning with new connections."""
        self.up, self.down = up, down
        for end in self._ends:
            _shut(end)
        self._ends.clear()

    def close(self) -> None:
        """Take no more connections."""
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._socket.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            for most, source, target in ((self.up, near, far), (self.down, far, near)):
                threading.Thread(target=self._carry, args=(most, source, target), daemon=True).start()

    def _carry(self, most: int, source: socket.socket, target: socket.socket) -> None:
        carried = 0
        try:
            while data := source.recv(4096):
                room = most - carried if most else len(data)
                target.sendall(data[:room])
                carried += len(data)
                if most and carried > most:
                    self.cuts += 1
                    break
        except OSError:
            pass
        _shut(source)
        _shut(target)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
