"""The file in which the field form gives away a control that cannot be sent: opened again with its password.

The format is described in docs/reference/exported-control.md; dashboards/field/app/exported.js writes it.
"""

import base64
import binascii
import hashlib
import json
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from inspection.errors import ControlFault

_MAGIC: Final = b"VIGIEX1\n"
_FORMAT: Final = ("vigie-control-export", 1)
_IV_BYTES: Final = 12
_ITERATIONS: Final = range(100_000, 5_000_001)  # less protects nothing, more is a file made to hold the reader up
_LARGEST_HEADER: Final = 10_000
_MOST_PARTS: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class ExportedAttachment:
    """A photo, signature or document of an exported control, as it was kept."""

    sha256: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ExportedControl:
    """What an exported file held: the control's JSON text, not yet read, and its attachments."""

    control: bytes = field(repr=False)
    attachments: tuple[ExportedAttachment, ...] = ()


def is_exported(data: bytes) -> bool:
    """Tell whether bytes are such a file, whatever is in it."""
    return data.startswith(_MAGIC)


def open_exported(data: bytes, password: str) -> ExportedControl:
    """Open an exported file with the password that the inspector chose.

    Why a control's digest is not asked: each part is authenticated with its place, so that what opens is whole.

    Raises `ControlFault`: 314 for no such file, a broken one or another version, 315 when the password does not open
    it (a changed byte looks the same: nothing can tell them apart).
    """
    try:
        header, parts = _taken_apart(data)
        key = _key(password, header)
        first, *rest = [_opened(key, data, place, part) for place, part in enumerate(parts)]
        listed = json.loads(first)
        attachments = tuple(_attachment(one, rest) for one in listed["attachments"])
        control = str(listed["control"]).encode()
    except InvalidTag:
        raise ControlFault("CONTROL-315") from None
    except (ValueError, KeyError, IndexError, TypeError, struct.error, binascii.Error, OverflowError):
        raise ControlFault("CONTROL-314") from None
    return ExportedControl(control=control, attachments=attachments)


def _taken_apart(data: bytes) -> tuple[Mapping[str, Any], list[bytes]]:
    """Return the header and the sealed parts; raises ValueError when the file does not hold what its header says."""
    raw = _header_bytes(data)
    header = json.loads(raw)
    parts = list(_pieces(data, len(_MAGIC) + 4 + len(raw)))
    if (header["format"], header["version"]) != _FORMAT or header["cipher"] != "AES-256-GCM":
        raise ValueError
    if not is_exported(data) or len(parts) != header["parts"] or not 1 <= len(parts) <= _MOST_PARTS:
        raise ValueError
    return header, parts


def _header_bytes(data: bytes) -> bytes:
    begin = len(_MAGIC) + 4
    (length,) = struct.unpack(">I", data[len(_MAGIC) : begin])
    if length > _LARGEST_HEADER:
        raise ValueError
    return data[begin : begin + length]


def _pieces(data: bytes, place: int) -> Iterator[bytes]:
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        piece = data[place + 4 : place + 4 + length]
        if len(piece) != length or length <= _IV_BYTES:
            raise ValueError
        yield piece
        place += 4 + length


def _key(password: str, header: Mapping[str, Any]) -> AESGCM:
    kdf = header["kdf"]
    if (kdf["name"], kdf["hash"]) != ("PBKDF2", "SHA-256") or kdf["iterations"] not in _ITERATIONS:
        raise ValueError
    salt = base64.b64decode(kdf["salt"], validate=True)
    stretch = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=kdf["iterations"])
    return AESGCM(stretch.derive(unicodedata.normalize("NFKC", password).encode()))


def _opened(key: AESGCM, data: bytes, place: int, part: bytes) -> bytes:
    bound = _header_bytes(data) + struct.pack(">I", place)
    return key.decrypt(part[:_IV_BYTES], part[_IV_BYTES:], bound)


def _attachment(listed: Mapping[str, Any], parts: list[bytes]) -> ExportedAttachment:
    data = parts[listed["part"] - 1]
    if listed["part"] < 1 or hashlib.sha256(data).hexdigest() != listed["sha256"]:
        raise ValueError
    return ExportedAttachment(sha256=listed["sha256"], media_type=str(listed["media_type"]), data=data)
