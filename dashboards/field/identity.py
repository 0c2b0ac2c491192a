"""Who calls: a device by its session cookie (the form) or by name and password over TLS (clients of others)."""

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from dashboards.field.answers import Turned, refusal, told
from inspection import acts
from inspection.errors import AccessRefused, ControlFault
from inspection.settings import LOOPBACK

COOKIE = "vigie_field"
_PATH = "/field"
_OVER = 401  # 410 makes a form wipe itself: for a device that was revoked, and no other
_LONGEST = 400 * 86_400  # seconds; no browser keeps a cookie longer


def from_cookie(request: Request, *, is_late: bool = False) -> acts.staff.DeviceUser:
    """Return whose form calls; turns away with 401 whoever is unknown or over, with 410 who is revoked.

    is_late
        Whether a form may call whose days are over: what it holds is handed in all the same.
    """
    device, _, secret = request.cookies.get(COOKIE, "").partition(".")
    return _known(device, secret, "field", is_late=is_late)


def from_basic(request: Request) -> acts.staff.DeviceUser:
    """Return whose client calls with name and app password.

    Turns away with 401 whoever is unknown, with 410 who is revoked or over, with 403 who sends a password in clear.
    """
    if not is_safe(request):
        raise Turned(refusal(AccessRefused("ACCESS-067")))
    try:
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        plain = base64.b64decode(said, validate=True).decode() if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        plain = ""
    name, _, password = plain.partition(":")
    try:
        return _known(name, password, "openrosa")
    except Turned as turned:
        if turned.answer.status_code == 401:
            turned.answer.headers["WWW-Authenticate"] = 'Basic realm="Vigie", charset="UTF-8"'
        raise


def require_own_page(request: Request) -> None:
    """Refuse a change that no page of ours asked for: another site cannot set this header; `ControlFault` 332."""
    if request.headers.get("x-vigie-field") != "1":
        raise ControlFault("CONTROL-332")


def remember(request: Request, answer: Response, enrolled: acts.staff.Enrolled) -> None:
    """Give a device its session cookie, which no script reads and no other site sends.

    It outlives the device's days: the office says when these are over, and a telephone whose clock is wrong by months
    must not forget who it is.
    """
    answer.set_cookie(
        COOKIE,
        f"{enrolled.device_id}.{enrolled.secret}",
        max_age=_LONGEST,
        path=_PATH,
        httponly=True,
        samesite="strict",
        secure=not _is_loopback(request),
    )


def is_safe(request: Request) -> bool:
    """Tell whether nobody on the way can read a request: TLS, or the machine itself."""
    return request.url.scheme == "https" or _is_loopback(request)


def _known(device: str, secret: str, kind: str, *, is_late: bool = False) -> acts.staff.DeviceUser:
    try:
        found = acts.staff.device_user(acts.acting(), device, secret, is_late=is_late)
    except AccessRefused as fault:
        is_over = kind == "field" and fault.code == "ACCESS-062"
        raise Turned(told(fault, _OVER) if is_over else refusal(fault)) from None
    if found.kind != kind:
        raise Turned(refusal(AccessRefused("ACCESS-068")))
    return found


def _is_loopback(request: Request) -> bool:
    return request.url.scheme == "http" and request.url.hostname in LOOPBACK
