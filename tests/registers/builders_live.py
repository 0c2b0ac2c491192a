"""An inspectorate's live register service in a thread of the test: certificates at both ends, and its faults."""

import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from inspection.registers.live.asking import ANSWER


@dataclass
class LiveService:
    """What it was asked, and how it is told to behave."""

    declarations: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by register
    status: int = 200
    pause: float = 0.0  # seconds before it answers
    changes: dict[str, Any] = field(default_factory=dict)  # of its answer
    location: str = ""  # where it sends whoever asks
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Give the answer to a question."""
        told = {
            "schema": ANSWER,
            "reference": question["reference"],
            "register": question["register"],
            "declarations": self.declarations.get(question["register"], []),
        }
        return {**told, **self.changes}


@contextmanager
def live_service(service: LiveService, certificate: tuple[Path, Path], clients: Path) -> Iterator[LiveService]:
    """Serve it on a free port of this machine; whoever shows no certificate of `clients` is not spoken with."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append(question)
            service.paths.append(self.path)
            time.sleep(service.pause)
            body = json.dumps(service.answer(question)).encode()
            self.send_response(service.status)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.load_verify_locations(clients)
    context.verify_mode = ssl.CERT_REQUIRED
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    service.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
