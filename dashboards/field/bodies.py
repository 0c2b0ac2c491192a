"""Bodies of requests, read under a cap: what is too large is refused by its announced length, or where it passes it."""

import json
from typing import Any

from starlette.requests import Request

from inspection.errors import ControlFault


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request of at most `most` bytes.

    Errors: `ControlFault` 331 for a larger one; `ClientDisconnect` when the sender goes away.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or len(announced) > 12 or int(announced) > most:
        raise _too_large(most)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def media_type_of(request: Request) -> str:
    """Return the type that a body is said to have, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_json(request: Request) -> None:
    """Refuse a body that is no JSON by its type; raises `ControlFault` 330."""
    if media_type_of(request) != "application/json":
        raise ControlFault("CONTROL-330")


def read_json(body: bytes) -> dict[str, Any]:
    """Return a small JSON object; raises `ControlFault` 334 for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ControlFault("CONTROL-334")
    return value


def _too_large(most: int) -> ControlFault:
    return ControlFault("CONTROL-331", most=most)
