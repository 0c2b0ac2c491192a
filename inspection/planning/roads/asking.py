"""One question to the road server: where it may go, how long it may take, and what counts as an answer.

Coordinates of places under enquiry are in every question. So it goes to an address that is looked up and checked here,
and to no other: no proxy of the environment is used and no redirect is followed. What the server says in free words is
never repeated, since it may hold a coordinate.
"""

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from inspection.errors import PlanningFault
from inspection.road_settings import RoadSettings

MOST_BYTES = 1 << 25
PIECE_BYTES = 1 << 16


class RoadFault(PlanningFault):
    """The road server cannot be used for this plan."""


def malformed(settings: RoadSettings, what: str) -> RoadFault:
    """Return the fault of an answer that is not in the server's published format."""
    return RoadFault("PLAN-132", provider=settings.provider, url=settings.url, does=what)


def off_the_map(settings: RoadSettings, count: int | None = None) -> RoadFault:
    """Return the fault of points that lie far from every road that the server knows."""
    which = "some points" if count is None else f"{count} points"
    return RoadFault(
        "PLAN-141", provider=settings.provider, url=settings.url, snap_metres=settings.snap_metres, which=which
    )


def ask(settings: RoadSettings, path: str, body: object = None) -> tuple[int, Any]:
    """Return the HTTP status and the JSON value that the server answers to a question.

    Arguments: the path below the server's address, with its query; a JSON body makes it a POST.
    Errors: RoadFault PLAN-130 busy, PLAN-131 slow, PLAN-132 no answer of such a server, PLAN-136 outside the network,
    PLAN-138 no good certificate, PLAN-139 down, PLAN-143 a redirect.
    """
    until = monotonic() + settings.timeout_seconds
    try:
        status, text = _exchange(settings, path, body, until)
    except TimeoutError:
        raise RoadFault(
            "PLAN-131", provider=settings.provider, url=settings.url, timeout_seconds=settings.timeout_seconds
        ) from None
    except ssl.SSLError as error:
        raise RoadFault("PLAN-138", provider=settings.provider, url=settings.url, reason=error.reason) from None
    except (OSError, UnicodeError) as error:
        raise RoadFault("PLAN-139", provider=settings.provider, url=settings.url, kind=type(error).__name__) from None
    except HTTPException:
        raise malformed(settings, "does not speak HTTP") from None
    return status, _value(settings, status, text)


def _exchange(settings: RoadSettings, path: str, body: object, until: float) -> tuple[int, bytes]:
    parts = urlsplit(settings.url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    line = HTTPConnection(host, port)  # http.client reads no proxy from the environment and follows nothing
    line.sock = sock = _connected(settings, host, port, secure, until)
    try:
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "User-Agent": "vigie", "Connection": "close"}
        more = {} if sent is None else {"Content-Type": "application/json"}
        line.request("GET" if sent is None else "POST", parts.path.rstrip("/") + path, sent, headers | more)
        response = line.getresponse()
        return response.status, _read(settings, response, sock, until)
    finally:
        sock.close()
        line.close()


def _connected(settings: RoadSettings, host: str, port: int, secure: bool, until: float) -> socket.socket:
    """Return a connection to the very address that was checked, so that no name can change its meaning meanwhile."""
    found = [str(where[4][0]) for where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(settings.is_inside(ip_address(address.partition("%")[0])) for address in found):
        raise RoadFault("PLAN-136", provider=settings.provider, url=settings.url)
    for number, address in enumerate(found, start=1):
        try:
            plain = socket.create_connection((address, port), timeout=_left(until))
        except OSError:
            if number == len(found):
                raise
            continue
        if not secure:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    raise ConnectionError


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(settings: RoadSettings, response: HTTPResponse, sock: socket.socket, until: float) -> bytes:
    text = bytearray()
    while True:
        sock.settimeout(_left(until))
        piece = response.read1(PIECE_BYTES)
        if not piece:
            return bytes(text)
        text += piece
        if len(text) > MOST_BYTES:
            raise malformed(settings, f"answers more than {MOST_BYTES:,} bytes")


def _value(settings: RoadSettings, status: int, text: bytes) -> Any:
    if 300 <= status < 400:
        raise RoadFault("PLAN-143", provider=settings.provider, url=settings.url)
    if status == 429 or status >= 500:
        raise RoadFault("PLAN-130", provider=settings.provider, url=settings.url, status=status)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise malformed(settings, f"answers no JSON (HTTP {status})") from None
    if not isinstance(value, dict):
        raise malformed(settings, f"answers another JSON value than an object (HTTP {status})")
    return value
