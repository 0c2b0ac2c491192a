"""What the field form's routes answer: values as JSON, faults with their code, and the same guards on everything."""

import gzip
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from inspection.errors import InspectionError

GUARDS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SMALLEST_ZIPPED = 1000
_log = logging.getLogger("vigie.field")
Handler = Callable[[Request], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """Give every answer of a route its guards, and turn whatever is raised into an answer that says nothing of anybody.

    What nobody foresaw is logged by its kind and place only: its text may speak of a person.
    """

    async def route(request: Request) -> Response:
        try:
            answer = await handler(request)
        except ClientDisconnect:
            answer = Response(status_code=400)
        except Exception as fault:  # noqa: BLE001  a traceback would end in the server's log
            answer = failed(fault)
        return covered(answer)

    return route


def failed(fault: Exception) -> Response:
    """Return the answer to whatever was raised: a fault of ours as itself, anything else by its kind in the log."""
    if isinstance(fault, InspectionError):
        return refusal(fault)
    _log.error("%s in %s", type(fault).__name__, _place(fault))
    return refusal(InspectionError("VIGIE-000"))


def covered(answer: Response) -> Response:
    """Give an answer its guards."""
    for name, value in GUARDS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def refusal(fault: InspectionError) -> Response:
    """Return a fault of ours with the status that fits it; one of the house itself says no more than its code."""
    status = fault.status_or(400)
    if status != 503:
        return told(fault, status)
    _log.error("%s", fault.code)
    return told(InspectionError("VIGIE-000"), status, code=fault.code)


def told(fault: InspectionError, status: int, *, code: str | None = None) -> Response:
    """Return a fault as JSON, under its own code or another."""
    return said({"code": code or fault.code, "what": fault.what, "advice": fault.advice}, status)


def said(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, media_type="application/json")


def kept(request: Request, content: bytes, media_type: str, *, is_private: bool = True) -> Response:
    """Return content that is compared by its hash before it is sent again, zipped where the client can unzip it."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    scope = "private, " if is_private else ""
    headers = {"ETag": tag, "Cache-Control": f"{scope}no-cache", "Vary": "Accept-Encoding"}
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(*zipped(request, content, headers), media_type=media_type)


def zipped(request: Request, content: bytes, headers: dict[str, str]) -> tuple[bytes, int, dict[str, str]]:
    """Return content, status and headers, zipped where the client can unzip it."""
    accepted = [one.partition(";")[0].strip() for one in request.headers.get("accept-encoding", "").split(",")]
    if len(content) < _SMALLEST_ZIPPED or "gzip" not in accepted:
        return content, 200, headers
    return gzip.compress(content, 9, mtime=0), 200, {**headers, "Content-Encoding": "gzip"}


def _place(fault: Exception) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
