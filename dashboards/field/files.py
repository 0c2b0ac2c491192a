"""The files of the field form, from its folder: no data in them, compared by hash, zipped once."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.field.answers import refusal
from dashboards.field.precache import files_script
from inspection.errors import ControlFault

APP = Path(__file__).parent / "app"
LISTED = "files.js"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_PACKED = frozenset({".png", ".webp", ".woff2"})


@dataclass(frozen=True)
class AppFile:
    """One file as it is sent; `packed` is empty where packing gains nothing."""

    content: bytes
    packed: bytes
    media_type: str
    tag: str


@cache
def app_files(folder: Path = APP) -> Mapping[str, AppFile]:
    """Return every file of the form by its path: the only names that are ever answered."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    files = {name: _file(path.read_bytes(), path.suffix) for name, path in found.items() if path.suffix in TYPES}
    return {**files, LISTED: _file(files_script(folder).encode(), ".js")}


async def app_file(request: Request) -> Response:
    """Answer a file of the form; `/field/` is its page."""
    name = request.path_params.get("name") or "index.html"
    file = app_files().get(name)
    if file is None:
        return refusal(ControlFault("CONTROL-339"))
    headers = {
        "ETag": file.tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "Service-Worker-Allowed": "/field/",
    }
    if file.tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)


async def to_page(_: Request) -> Response:
    """Lead `/field` to `/field/`, in which the form's scope begins."""
    return RedirectResponse("/field/", 308)


def _file(content: bytes, suffix: str) -> AppFile:
    packed = b"" if suffix in _PACKED else gzip.compress(content, 9, mtime=0)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return AppFile(content, packed if len(packed) < len(content) else b"", TYPES[suffix], tag)
