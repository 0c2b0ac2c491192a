"""Submissions that a client encrypted with the form's public key, opened with the private one.

By the encryption part of the ODK XForms Specification (https://getodk.github.io/xforms-spec/encryption): one AES-256
key a submission, itself encrypted by RSA-OAEP; every file in AES-CFB with PKCS#7 padding, under an initialisation
vector that follows from the instanceID, the key and the place of the file in the manifest; a digest over all of it, so
that a file which was changed or exchanged is found.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.padding import PKCS7

from inspection.control.xforms.reading_xform import Envelope
from inspection.control.xforms.xml_parsing import local
from inspection.errors import ControlFault

_SUFFIX: Final = ".enc"
_KEY_BYTES: Final = 32
_BLOCK_BYTES: Final = 16
_MOST_FILES: Final = 200
_OAEP: Final = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA256(), label=None)  # noqa: S303


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an encrypted submission says of its files; `media` in the order in which they were encrypted."""

    key: str = field(repr=False)
    xml_file: str
    media: tuple[str, ...]
    signature: str = field(repr=False)

    @property
    def files(self) -> tuple[str, ...]:
        """Every file in the order of encryption: the form's own XML comes last."""
        return (*self.media, self.xml_file)


def read_manifest(root: Element) -> Manifest:
    """Return the manifest of an encrypted submission; raises `ControlFault` 357 for one that lacks a part."""
    one = {local(child.tag): (child.text or "").strip() for child in root}
    media = tuple((f.text or "").strip() for child in root if local(child.tag) == "media" for f in child)
    manifest = Manifest(
        key=one.get("base64EncryptedKey", ""),
        xml_file=one.get("encryptedXmlFile", ""),
        media=media,
        signature=one.get("base64EncryptedElementSignature", ""),
    )
    names = manifest.files
    is_whole = all((manifest.key, manifest.signature)) and all(name.endswith(_SUFFIX) for name in names)
    if not is_whole or len(set(names)) != len(names) or len(names) > _MOST_FILES:
        raise ControlFault("CONTROL-357")
    return manifest


def open_files(
    manifest: Manifest, head: Envelope, files: Mapping[str, bytes], private_key: RSAPrivateKey
) -> tuple[bytes, dict[str, bytes]]:
    """Return the form's XML and its other files by their own names, as they were before they were encrypted.

    Errors: `ControlFault` 346 where a file is missing, was changed, or was encrypted for another key.
    """
    if not set(manifest.files) <= files.keys():
        raise ControlFault("CONTROL-358")
    key = _unlocked(manifest.key, private_key)
    if len(key) != _KEY_BYTES:
        raise ControlFault("CONTROL-359")
    vectors = _vectors(head.instance, key)
    opened = {_plain_name(name): _decrypted(files[name], key, next(vectors)) for name in manifest.files}
    signed = _unlocked(manifest.signature, private_key)
    if not hmac.compare_digest(signed, _digest(head, manifest, opened)):
        raise ControlFault("CONTROL-372")
    xml = opened.pop(_plain_name(manifest.xml_file))
    return xml, opened


def _vectors(instance: str, key: bytes) -> Iterator[bytes]:
    seed = bytearray(_md5(instance.encode() + key).digest())
    counter = 0
    while True:
        seed[counter % _BLOCK_BYTES] = (seed[counter % _BLOCK_BYTES] + 1) % 256
        counter += 1
        yield bytes(seed)


def _decrypted(data: bytes, key: bytes, vector: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), CFB(vector)).decryptor()
    unpadder = PKCS7(8 * _BLOCK_BYTES).unpadder()
    try:
        return unpadder.update(cipher.update(data) + cipher.finalize()) + unpadder.finalize()
    except ValueError:
        raise ControlFault("CONTROL-373") from None


def _unlocked(text: str, private_key: RSAPrivateKey) -> bytes:
    try:
        return private_key.decrypt(base64.b64decode(text, validate=False), _OAEP)
    except (ValueError, binascii.Error):
        raise ControlFault("CONTROL-374") from None


def _digest(head: Envelope, manifest: Manifest, opened: Mapping[str, bytes]) -> bytes:
    lines: Sequence[str] = [
        head.form,
        *([head.version] if head.version else []),
        manifest.key,
        head.instance,
        *(f"{(name := _plain_name(file))}::{_md5(opened[name]).hexdigest()}" for file in manifest.files),
    ]
    return _md5("".join(f"{line}\n" for line in lines).encode()).digest()


def _plain_name(file: str) -> str:
    return file.removesuffix(_SUFFIX)


def _md5(data: bytes) -> "hashlib._Hash":
    return hashlib.md5(data, usedforsecurity=False)
