"""The cookies of a browser: a session's token, which no script reads and no address carries, and its language.

Without TLS a browser reaches this machine itself and nothing else; everywhere else the session's cookie is for TLS
only, and its name begins with `__Host-`: no other host of the domain can plant one.
"""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from inspection.settings import LOOPBACK

SESSION_COOKIE = "vigie_session"
LANGUAGE_COOKIE = "vigie_language"  # no secret: a page of ours may read it
_FOR_TLS = "__Host-"


def session_token(request: HTTPConnection) -> str:
    """Return the token of a session that a browser shows, "" where it shows none."""
    return request.cookies.get(_name(request), "")


def give_session(request: HTTPConnection, answer: Response, token: str) -> None:
    """Give a browser the token of its session, until it is closed; how long it is good, the store says."""
    secure = not is_plain(request)
    answer.set_cookie(_name(request), token, path="/", httponly=True, samesite="lax", secure=secure)


def take_session(request: HTTPConnection, answer: Response) -> None:
    """Take the token back; the session itself is ended by an act."""
    secure = not is_plain(request)
    answer.delete_cookie(_name(request), path="/", httponly=True, samesite="lax", secure=secure)


def is_plain(request: HTTPConnection) -> bool:
    """Tell whether a browser reaches this machine itself without TLS; it would refuse a cookie for TLS only."""
    return request.url.scheme in ("http", "ws") and request.url.hostname in LOOPBACK


def _name(request: HTTPConnection) -> str:
    return SESSION_COOKIE if is_plain(request) else f"{_FOR_TLS}{SESSION_COOKIE}"
