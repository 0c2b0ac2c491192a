"""Where somebody goes: after signing in, and back to where they were; always within this house."""

from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request

from dashboards.guard import SIGN_IN, safe_way

HOME = "/office"
PROVE = "/me/prove"
# Screens that pages replaced: whoever kept such an address is led on.
MOVED = {
    "/": HOME,
    "/home": HOME,
    "/week_rounds": "/week",
    "/joint_actions": "/joint-actions",
    "/devices": "/administration/devices",
}
_ANYWHERE = "/"  # what stands for an address that is none of this house
LEADING = frozenset({SIGN_IN, PROVE})  # pages that lead to another afterwards
_SHOWN_AGAIN = frozenset({"/enrol", "/enrolments", *LEADING})  # pages that show their own form again


def way_after(wanted: str) -> str:
    """Return where somebody goes after signing in: what they asked for, else the first page of the office.

    Whoever typed the bare address of the house asked for nothing yet.
    """
    way = safe_way(wanted)
    return HOME if way == _ANYWHERE else way


def leading(page: str, wanted: str) -> str:
    """Return the address of a page that leads to another afterwards."""
    way = way_after(wanted)
    return page if way == HOME else f"{page}?{urlencode({'next': way})}"


def here(request: Request) -> str:
    """Return where a reader goes back to after choosing a language: this page, or the one whose form was sent."""
    path = request.url.path
    if request.method != "GET":
        return path if path in _SHOWN_AGAIN else HOME
    return back_to(f"{path}?{request.url.query}" if request.url.query else path)


def back_to(wanted: str) -> str:
    """Return where somebody was; the sign-in, too, since its language is chosen there."""
    parts = urlsplit(wanted)
    if parts.path in LEADING and not parts.netloc:
        return leading(parts.path, parse_qs(parts.query).get("next", [""])[0])
    return way_after(wanted)
