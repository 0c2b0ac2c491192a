"""The files of the field form: no data in them, compared by hash, zipped once.

A browser loads the bundle that was made of the sources (`make bundle`); the sources stand beside it under their own
names, to be read. The reader of codes is made of packages of others, and is fetched when the form stands.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.field.answers import GUARDS, refusal
from dashboards.field.precache import files_script, read_folder
from inspection.errors import ControlFault

FORM = Path(__file__).parent
APP, BUNDLE, READER = FORM / "app", FORM / "bundle", FORM / "reader"
LISTED = "files.js"
_POLICY = "Content-Security-Policy"
# The reader of codes is compiled. Its worker alone may run that, of this server and of nobody else; the page may not.
_LOOKING = "looking.js"
_LOOKING_POLICY = GUARDS[_POLICY] + "; script-src 'self' 'wasm-unsafe-eval'"
_LATER = frozenset({_LOOKING, "icon-512.png"})  # the icon is for the telephone's own list: no page shows it
_BUNDLED = frozenset({".html", ".js", ".css"})
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
    ".wasm": "application/wasm",
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
def app_files() -> Mapping[str, AppFile]:
    """Return every file of the form by its path: the only names that are ever answered."""
    files = {**read_folder(APP), **_own(), **_of_others()}
    listed = files_script(first_files(), later_files()).encode()
    return {name: _file(content, Path(name).suffix) for name, content in {**files, LISTED: listed}.items()}


def first_files() -> dict[str, bytes]:
    """Return what the form needs to start: the bundle, and what no bundle holds."""
    return {name: content for name, content in _own().items() if name not in _LATER}


def later_files() -> dict[str, bytes]:
    """Return what the form fetches when it stands: what it reads codes with, and what it can do without."""
    reader = {name: content for name, content in _of_others().items() if not name.endswith(".txt")}
    return {**{name: content for name, content in _own().items() if name in _LATER}, **reader}


def _own() -> dict[str, bytes]:
    beside = {name: content for name, content in read_folder(APP).items() if Path(name).suffix not in _BUNDLED}
    return {**beside, **read_folder(BUNDLE)}


def _of_others() -> dict[str, bytes]:
    return {f"{READER.name}/{name}": content for name, content in read_folder(READER).items()}


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
        **({_POLICY: _LOOKING_POLICY} if name == _LOOKING else {}),
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
