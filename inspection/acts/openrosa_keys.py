"""The key pair of encrypted forms: the public half travels with each form, the private one never leaves the house."""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from inspection.acts.offices import Office
from inspection.errors import SettingsFault

_BITS = 2048  # what the clients' documentation asks for
_FILE = "openrosa.pem"
_PURPOSE = "openrosa_key"


def form_key(here: Office) -> RSAPrivateKey:
    """Return the private key that opens encrypted submissions, made at its first use.

    Errors: `SettingsFault` 035 for a file that cannot be opened with this house's keys.
    """
    return _opened(here.settings.keys.absolute() / _FILE, _passphrase(here))


def public_form_key(here: Office) -> str:
    """Return what forms carry: the public key in DER, in base64 without line breaks."""
    public = form_key(here).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@cache
def _opened(path: Path, passphrase: bytes) -> RSAPrivateKey:
    if not path.exists():
        _make(path, passphrase)
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise SettingsFault(
            "The key of encrypted forms cannot be opened",
            where=_FILE,
            advice="Put the file back from the backup of the keys, together with the purpose key openrosa_key.",
            code="035",
        )
    return key


def _make(path: Path, passphrase: bytes) -> None:
    """Write a new key whole or not at all; of two processes at once, the first one's key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = generate_private_key(public_exponent=65537, key_size=_BITS).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _passphrase(here: Office) -> bytes:
    return here.store.keys.purpose(_PURPOSE).hex().encode()
