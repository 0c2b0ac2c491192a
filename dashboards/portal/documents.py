"""The files of a bundle: read in the browser where it can show them safely, or taken away; each look is recorded."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from dashboards.office import SAID, Asked
from inspection import acts

_SHOWN: Final = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "jpg": "image/jpeg", "png": "image/png"}
_OTHERS: Final = {"json": "application/json", "m4a": "audio/mp4", "p7s": "application/pkcs7-signature"}
_UNKNOWN: Final = "application/octet-stream"
# The browser's own reader of PDF draws with styles of its own; nothing else runs in a file that was handed over.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
_FIRST: Final = ("first_report.pdf", "first_report.txt")


@dataclass(frozen=True)
class Document:
    """A file: what it is called, its kind in capital letters, and whether a browser shows it."""

    name: str
    title: str
    kind: str
    is_shown: bool


def documents_of(asked: Asked, names: tuple[str, ...]) -> list[Document]:
    """Return the files of a bundle, the report first."""
    ordered = sorted(names, key=lambda name: (name not in _FIRST, name))
    return [Document(name, _title(asked, name), _ending(name).upper(), _ending(name) in _SHOWN) for name in ordered]


def show(asked: Asked) -> Response:
    """Hand a file over: to be read in the browser, or to be kept."""
    name = str(asked.request.path_params["name"])
    content = acts.portal.pages.file_of(asked.acting(), str(asked.request.path_params["id"]), name)
    ending = _ending(name)
    is_shown = ending in _SHOWN and asked.query("save") != "1"
    way = "inline" if is_shown else "attachment"
    media = {**_SHOWN, **_OTHERS}.get(ending, _UNKNOWN)
    headers = {**SAID, "Content-Security-Policy": _POLICY, "Content-Disposition": f'{way}; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)


def _title(asked: Asked, name: str) -> str:
    known = {"first_report.pdf": "report", "first_report.txt": "text", "data.json": "data", "manifest.json": "manifest"}
    return asked.say(f"portal.file.{known[name]}") if name in known else name


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
