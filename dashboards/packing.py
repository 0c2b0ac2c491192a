"""What a browser fetches before Streamlit draws: its programs, packed for the line, and its page without spare letters.

Programs are the same for everybody and hold nothing of anybody: each is packed once, then kept. What is drawn for one
person is none of these files: packed together with what somebody else may choose, its length would tell what is in it.
"""

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

_FILES: Final = re.compile(r"/static/(js|css)/[A-Za-z0-9_.-]+\.(js|css)")
_TYPES: Final = ("text/javascript", "application/javascript", "text/css")
_TAKES: Final = re.compile(r"(^|,)\s*gzip\s*(;\s*q=(1|0?\.0*[1-9])[\d.]*\s*)?(,|$)")
_LETTERS: Final = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>')
_WORN: Final = "/office/static/letters.js"
_LEVEL: Final = 6  # a hundredth larger than by 9, for two thirds of the work


class Packed:
    """Answers as the application inside does; text that Streamlit draws with goes out as gzip to whoever takes it."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._kept = inner, dict[str, tuple[Any, bytes]]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer from what is kept, after having asked inside the first time."""
        if not _is_wanted(scope):
            await self._inner(scope, receive, send)
            return
        if scope["path"] not in self._kept:
            start, body = await self._asked(scope, receive)
            if not _is_text(start):
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            self._kept[scope["path"]] = await run_in_threadpool(_packed, start, body)
        start, body = self._kept[scope["path"]]
        if _is_known(scope, start):
            start, body = _unchanged(start), b""
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _asked(self, scope: Any, receive: Any) -> tuple[Any, bytes]:
        """Return what the application inside answers, whole: whatever part or version the caller asks for."""
        asked = [one for one in scope["headers"] if one[0] in (b"host", b"cookie")]
        told: list[Any] = []

        async def noting(message: Any) -> None:
            told.append(message)

        await self._inner({**scope, "headers": asked, "extensions": {}}, receive, noting)
        return told[0], b"".join(one.get("body", b"") for one in told[1:])


def page_routes(screens: Iterable[str]) -> list[BaseRoute]:
    """Return the routes of the page in which screens are drawn: Streamlit's, the same for all of them.

    It would fetch Streamlit's own letters, and wear them until the server says that it wears others
    (`.streamlit/config.toml`); here a script of one line says so first.

    Arguments: `screens` their addresses.
    """
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    told = _LETTERS.sub(b"", page).replace(b"<head>", f'<head><script src=".{_WORN}"></script>'.encode(), 1)

    async def show(_: Request) -> Response:
        return HTMLResponse(told)

    return [Route(address, show) for address in screens]


def letters_route() -> BaseRoute:
    """Return the route of the script that tells Streamlit its letters: there it looks before the server has spoken."""
    import streamlit

    async def tell(_: Request) -> Response:
        look = {"bodyFont": streamlit.get_option("theme.font")}
        told = f"window.__streamlit = {json.dumps({'LIGHT_THEME': look, 'DARK_THEME': look})};\n"
        return Response(told, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    return Route(_WORN, tell)


def _is_wanted(scope: Any) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not _FILES.fullmatch(scope["path"]):
        return False
    headers = Headers(scope=scope)
    return "range" not in headers and _TAKES.search(headers.get("accept-encoding", "").lower()) is not None


def _is_text(start: Any) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith(_TYPES))


def _packed(start: Any, body: bytes) -> tuple[Any, bytes]:
    small = gzip.compress(body, _LEVEL, mtime=0)
    headers = MutableHeaders(raw=list(start["headers"]))
    for unfit in ("accept-ranges", "set-cookie"):
        del headers[unfit]
    headers["content-encoding"], headers["vary"] = "gzip", "Accept-Encoding"
    headers["content-length"] = str(len(small))
    if "etag" in headers:
        headers["etag"] = f'{headers["etag"].rstrip(chr(34))}-gzip"'
    return {**start, "headers": headers.raw}, small


def _is_known(scope: Any, start: Any) -> bool:
    """Tell whether the caller has the file already, packed as it is here."""
    known = [one.strip().removeprefix("W/") for one in Headers(scope=scope).get("if-none-match", "").split(",")]
    return Headers(raw=start["headers"]).get("etag", "").removeprefix("W/") in known[known == [""] :]


def _unchanged(start: Any) -> Any:
    headers = [
        one for one in start["headers"] if one[0] not in (b"content-length", b"content-encoding", b"content-type")
    ]
    return {**start, "status": 304, "headers": headers}
