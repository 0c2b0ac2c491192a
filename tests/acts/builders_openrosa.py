"""An OpenRosa client in small: fills the instance of a real XForm, encrypts by the specification, writes multipart."""

import base64
import copy
import hashlib
import os
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.serialization import load_der_public_key
from defusedxml.ElementTree import fromstring
from sqlalchemy import func
from sqlmodel import select

from inspection.store.controls import (
    AttachmentRow,
    ControlRow,
    ControlVersionRow,
    OpenRosaPartRow,
    OpenRosaSubmissionRow,
)
from inspection.trust import AppContext

PNG = b"\x89PNG\r\n\x1a\n"
_ORX = "{http://openrosa.org/xforms}"
_JR = "{http://openrosa.org/javarosa}"
_SUBMISSIONS = "http://opendatakit.org/submissions"
_PERSON = {
    "ref": "person_ref",
    "name": "person_name",
    "national_number": "national_number",
    "birth_date": "birth_date",
    "hearing_language": "hearing_language",
}


def a_picture(text: str = "a picture") -> bytes:
    """Bytes that begin as a PNG does."""
    return PNG + text.encode()


def instance_id() -> str:
    """A fresh instanceID, as clients make them."""
    return f"uuid:{uuid.uuid4()}"


def filled(
    xform: str,
    control: Mapping[str, Any],
    *,
    instance: str,
    deprecated: str | None = None,
    photos: Sequence[Mapping[str, str]] = (),
    hearings: Sequence[Mapping[str, str]] = (),
    pay: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """A filled form: the instance of `xform` with what `control` says, as Collect writes it.

    A check of the grid stands among the answers by its field's name, and so do the fields of `hearings` and `pay`.
    """
    root = _instance(xform)
    finished = control.get("left_at")
    _put(
        root,
        {
            **_where(control),
            "place": control.get("place"),
            "outcome": control["outcome"],
            "entered_at": _moment(control["entered_at"]),
            "left_at": _moment(finished) if finished else None,
            "facts_on": control["facts_on"],
            "report_language": control["report_language"],
            "persons_found": len(control["persons"]),
            **control["answers"],
        },
    )
    _repeat(root, "person", [_person(person) for person in control["persons"]])
    _repeat(root, "photo", photos)
    _repeat(root, "hearing", hearings)
    _repeat(root, "pay", pay)
    meta = next(child for child in root if child.tag.endswith("meta"))
    for child in list(meta):
        meta.remove(child)
    ElementTree.SubElement(meta, f"{_ORX}instanceID").text = instance
    if deprecated:
        ElementTree.SubElement(meta, f"{_ORX}deprecatedID").text = deprecated
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def encrypted(xml: bytes, files: Mapping[str, bytes], public_key: str) -> tuple[bytes, dict[str, bytes]]:
    """A submission as https://getodk.github.io/xforms-spec/encryption says: its manifest, and the encrypted files."""
    root = fromstring(xml)
    form, version = root.get("id", ""), root.get("version", "")
    instance = root.findtext(f".//{_ORX}instanceID") or ""
    public = load_der_public_key(base64.b64decode(public_key))
    oaep = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA256(), None)  # noqa: S303  as the specification has it
    key = os.urandom(32)
    locked = base64.b64encode(public.encrypt(key, oaep)).decode()  # type: ignore[union-attr]
    seed = bytearray(md5(instance.encode() + key).digest())
    sealed, lines = {}, [form, version, locked, instance]
    for counter, (name, data) in enumerate([*files.items(), ("submission.xml", xml)]):
        seed[counter % 16] = (seed[counter % 16] + 1) % 256
        missing = 16 - len(data) % 16
        cipher = Cipher(algorithms.AES(key), CFB(bytes(seed))).encryptor()
        sealed[f"{name}.enc"] = cipher.update(data + bytes([missing]) * missing) + cipher.finalize()
        lines.append(f"{name}::{md5(data).hexdigest()}")
    digest = md5(("\n".join(lines) + "\n").encode()).digest()
    signature = base64.b64encode(public.encrypt(digest, oaep)).decode()  # type: ignore[union-attr]
    media = "".join(f"<media><file>{name}.enc</file></media>" for name in files)
    manifest = (
        f'<data xmlns="{_SUBMISSIONS}" id="{form}" encrypted="yes" version="{version}">'
        f"<base64EncryptedKey>{locked}</base64EncryptedKey>"
        f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{instance}</instanceID></meta>{media}'
        f"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    )
    return manifest.encode(), sealed


def multipart(xml: bytes | None, files: Mapping[str, bytes] | None = None, **fields: str) -> tuple[bytes, str]:
    """The body of a submission and its content type."""
    boundary = uuid.uuid4().hex
    parts = []
    if xml is not None:
        parts.append((b'name="xml_submission_file"; filename="submission.xml"', b"text/xml", xml))
    for name, data in (files or {}).items():
        parts.append((f'name="{name}"; filename="{name}"'.encode(), b"image/png", data))
    for name, text in fields.items():
        parts.append((f'name="{name}"'.encode(), b"text/plain", text.encode()))
    body = b"".join(
        b"--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n%s\r\n" % (boundary.encode(), *part)
        for part in parts
    )
    return body + b"--%s--\r\n" % boundary.encode(), f"multipart/form-data; boundary={boundary}"


def md5(data: bytes) -> Any:
    """The digest that the specification asks for."""
    return hashlib.md5(data, usedforsecurity=False)


def rows_of(house: AppContext) -> tuple[int, ...]:
    """How much is stored: controls, versions, submissions, parts and attachments."""
    kinds = (ControlRow, ControlVersionRow, OpenRosaSubmissionRow, OpenRosaPartRow, AttachmentRow)
    with house.store.read() as session:
        return tuple(session.exec(select(func.count()).select_from(kind)).one() for kind in kinds)


def _instance(xform: str) -> Element:
    root = fromstring(xform)
    primary = next(e for e in root.iter() if e.tag.endswith("}instance"))
    return copy.deepcopy(primary[0])


def _put(element: Element, values: Mapping[str, Any]) -> None:
    left = {name: value for name, value in values.items() if value is not None}
    for node in element.iter():
        name = node.tag.rpartition("}")[2]
        if name in left and not len(node):
            node.text = _text(left.pop(name))
    assert not left, f"the form has no field {sorted(left)}"


def _where(control: Mapping[str, Any]) -> dict[str, Any]:
    visit = control.get("visit")
    if visit is None:
        return {"workplace_typed": control.get("workplace")}
    return {"visit": visit, "workplace_planned": control.get("workplace")}


def _repeat(root: Element, name: str, entries: Sequence[Mapping[str, Any]]) -> None:
    parent = next(e for e in root.iter() if any(child.tag.rpartition("}")[2] == name for child in e))
    found = [e for e in parent if e.tag.rpartition("}")[2] == name]
    at, blank = list(parent).index(found[0]), found[0]
    for old in found:
        parent.remove(old)
    blank.attrib.pop(f"{_JR}template", None)
    for n, entry in enumerate(entries):
        new = copy.deepcopy(blank)
        _put(new, entry)
        parent.insert(at + n, new)


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    return {**{_PERSON[k]: v for k, v in person.items() if k in _PERSON}, **person["answers"]}


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).isoformat(timespec="milliseconds")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(value)
    text = str(value)
    return f"{text}:00.000+01:00" if len(text) == 5 and text[2] == ":" else text
