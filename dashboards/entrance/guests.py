"""Whoever opens a screen without having signed in is led to the entrance first; no screen is loaded before."""

import re
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from dashboards.sessions import COOKIE, sessions
from inspection.time_of import now

ENTRANCE = "/sign-in"
_SCREEN = re.compile(
    r"/[a-z_]*"
)  # as the screens are named: what has a dot or a second slash is a file or an interface
_WANTED = re.compile(r"/[a-z_]*(\?[A-Za-z0-9_.=&%:+-]{0,500})?")
_OTHERS = frozenset({"/healthz", "/field"})


class Guests:
    """Leads to the entrance, and afterwards to the screen that was asked for."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the application inside does, or with the way to the entrance."""
        if scope["type"] == "http" and _is_screen(scope) and not is_known(request := Request(scope)):
            query = f"?{request.url.query}" if request.url.query else ""
            wanted = urlencode({"next": safe_way(f"{scope['path']}{query}")})
            answer = RedirectResponse(f"{ENTRANCE}?{wanted}", 303, {"Cache-Control": "no-store"})
            await answer(scope, receive, send)
        else:
            await self._inner(scope, receive, send)


def is_known(request: Request) -> bool:
    """Tell whether the browser shows a session that is open."""
    return sessions().resume(request.cookies.get(COOKIE, ""), now()) is not None


def safe_way(wanted: str) -> str:
    """Return an address within this office: what was wanted where it is one of a screen, else the first screen."""
    return wanted if _WANTED.fullmatch(wanted) else "/"


def _is_screen(scope: Any) -> bool:
    path = scope["path"]
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return (
        scope["method"] in ("GET", "HEAD")
        and b"text/html" in accepts
        and bool(_SCREEN.fullmatch(path))
        and (path not in _OTHERS)
    )
