"""What OpenRosa clients are answered: its headers on everything, and documents built as XML, never as text."""

import hashlib
from collections.abc import Iterable, Mapping
from email.utils import formatdate
from xml.etree import ElementTree

from starlette.responses import Response

from dashboards.openrosa.multipart import LARGEST_BODY_BYTES
from inspection.errors import InspectionError

XML = "text/xml; charset=utf-8"
_RESPONSE = "http://openrosa.org/http/response"
_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_TURNED = {
    401: "Name and password of a device are needed.",
    410: "This device was revoked, or its days are over. Remove the forms from it, and ask for a new password.",
    403: "A password was sent in clear. Give the address with https.",
}


def reply(
    content: bytes | str = b"", status: int = 200, media_type: str = XML, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer with the headers that every OpenRosa answer has."""
    return Response(
        content,
        status_code=status,
        media_type=media_type,
        headers={
            "X-OpenRosa-Version": "1.0",
            "X-OpenRosa-Accept-Content-Length": str(LARGEST_BODY_BYTES),
            "Date": formatdate(usegmt=True),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **(headers or {}),
        },
    )


def said(message: str, status: int) -> Response:
    """Return a message in the form in which clients show it to who sent something."""
    nature = "submit_success" if status < 400 else "submit_error"
    root = ElementTree.Element("OpenRosaResponse", xmlns=_RESPONSE)
    ElementTree.SubElement(root, "message", nature=nature).text = message
    return reply(_document(root), status)


def refused(fault: InspectionError) -> Response:
    """Return what went wrong: code, what, and what to do; a fault of the house itself says no more than its code."""
    status = fault.status_or(422)
    told = f"{fault.what}. {fault.advice}" if status < 500 else "The office could not do this. Try again."
    return said(f"[{fault.code}] {told}", status)


def turned_away(answer: Response) -> Response:
    """Return the answer to a device that was turned away, in the form in which these clients show it."""
    told = said(_TURNED.get(answer.status_code, "This device may not do this."), answer.status_code)
    if "www-authenticate" in answer.headers:
        told.headers["WWW-Authenticate"] = answer.headers["www-authenticate"]
    return told


def form_list(forms: Iterable[Mapping[str, str]]) -> Response:
    """Return the list of forms: each with formID, name, version, hash, downloadUrl and manifestUrl."""
    return _listed("xforms", _LIST, "xform", forms)


def manifest(files: Iterable[Mapping[str, str]]) -> Response:
    """Return the files that a form needs: each with filename, hash and downloadUrl."""
    return _listed("manifest", _MANIFEST, "mediaFile", files)


def hash_of(content: bytes) -> str:
    """Return the hash by which clients tell whether they have a file already."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def _listed(name: str, namespace: str, item: str, entries: Iterable[Mapping[str, str]]) -> Response:
    root = ElementTree.Element(name, xmlns=namespace)
    for entry in entries:
        element = ElementTree.SubElement(root, item)
        for key, text in entry.items():
            ElementTree.SubElement(element, key).text = text
    return reply(_document(root))


def _document(root: ElementTree.Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
