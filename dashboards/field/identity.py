"""How a device of the form proves itself: by the secret of its enrolment, in a cookie that lives as long as it does."""

from starlette.requests import Request
from starlette.responses import Response

from dashboards.field.answers import covered, failed, refusal, told
from dashboards.guard import TurnedAway, is_plain, principal_in
from inspection import acts
from inspection.errors import AccessRefused, ControlFault
from inspection.trust import Context
from inspection.trust.identity import Principal

COOKIE = "vigie_field"
_PATH = "/field"
_OVER = 401  # 410 makes a form wipe itself: for a device that was revoked, and no other
_READING = frozenset({"GET", "HEAD"})
_LONGEST = 400 * 86_400  # seconds; no browser keeps a cookie longer


def prove_form(request: Request) -> tuple[Principal, acts.devices.DeviceUser]:
    """Return whose form calls; turns away with 401 whoever is unknown or over, with 410 who is revoked.

    A form may hand in what it holds when its days are over, and fetch nothing any more.
    """
    device, _, secret = request.cookies.get(COOKIE, "").partition(".")
    try:
        return known(device, secret, "field", is_late=request.method not in _READING)
    except AccessRefused as fault:
        answer = told(fault, _OVER) if fault.code == "ACCESS-062" else refusal(fault)
    except Exception as fault:  # noqa: BLE001  a traceback would end in the server's log
        answer = failed(fault)
    raise TurnedAway(covered(answer))


def acting(request: Request) -> Context:
    """Return the context of an act of whoever a device speaks for, now."""
    principal = principal_in(request)
    assert principal is not None  # noqa: S101  the guard lets nobody else on these ways
    return acts.app().acting_as(principal)


def require_own_page(request: Request) -> None:
    """Refuse a change that no page of ours asked for: another site cannot set this header; `ControlFault` 332."""
    if request.headers.get("x-vigie-field") != "1":
        raise ControlFault("CONTROL-332")


def remember(request: Request, answer: Response, enrolled: acts.devices.Enrolled) -> None:
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
        secure=not is_plain(request),
    )


def is_safe(request: Request) -> bool:
    """Tell whether nobody on the way can read a request: TLS, or the machine itself."""
    return request.url.scheme == "https" or is_plain(request)


def known(device: str, secret: str, kind: str, *, is_late: bool = False) -> tuple[Principal, acts.devices.DeviceUser]:
    """Return who has proven to be whom with a device of a kind; `AccessRefused` 061, 062, 066, 068."""
    principal, found = acts.identity.principal_of_device(acts.app().at_the_door(), device, secret, is_late=is_late)
    if found.kind != kind:
        raise AccessRefused("ACCESS-068")
    return principal, found
