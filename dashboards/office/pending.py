"""What a browser keeps while it proves who it is elsewhere: sealed, read by no script, and for minutes only."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from dashboards.guard import is_plain
from inspection import acts
from inspection.time_of import today

_FOR_TLS = "__Host-"
_MOST = 4000  # characters; a browser keeps no more


@dataclass(frozen=True)
class Kept:
    """What a browser brings back: the sealed proof under way, whether it is one inside a session, and where to go then.

    The last two are the browser's own word: whoever changes them sends nobody but themselves elsewhere.
    """

    pending: str = ""
    way: str = ""
    is_again: bool = False


def keep(request: HTTPConnection, answer: Response, name: str, kept: Kept) -> None:
    """Give a browser what it brings back; what it kept under this name before is gone."""
    parts = ("again" if kept.is_again else "first", urlsafe_b64encode(kept.way.encode()).decode(), kept.pending)
    minutes = acts.app().catalogue(today()).identity.pending_minutes
    secure = not is_plain(request)
    answer.set_cookie(
        _named(request, name),
        ".".join(part.rstrip("=") for part in parts),
        path="/",
        max_age=minutes * 60,
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def kept(request: HTTPConnection, name: str) -> Kept:
    """Return what a browser kept; nothing of it where it brings none, or another form."""
    value = request.cookies.get(_named(request, name), "")
    parts = value.split(".") if len(value) <= _MOST else []
    try:
        kind, way, pending = parts
        return Kept(f"{pending}{'=' * (-len(pending) % 4)}", urlsafe_b64decode(f"{way}==").decode(), kind == "again")
    except ValueError:
        return Kept()


def take(request: HTTPConnection, answer: Response, name: str) -> None:
    """Take it back: it is good for nothing any more."""
    answer.delete_cookie(_named(request, name), path="/", httponly=True, samesite="lax", secure=not is_plain(request))


def _named(request: HTTPConnection, name: str) -> str:
    return name if is_plain(request) else f"{_FOR_TLS}{name}"
