"""The keys of an installation: which there are, where they come from, and the only place that makes one.

A key is a file beside the database, never in it, or comes from the environment where an installation has a safe for
keys. None is ever made because it was not found: what a lost key sealed would stay closed, and every pseudonym would
change, without a word. Keys are made by `vigie init` alone; the database knows their fingerprints.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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

from inspection.errors import SettingsFault

DATABASE, FIELD, AUDIT, KEYRING, BACKUP, FORMS = "database", "field", "audit", "keyring", "backup", "openrosa"
# What a number, a text or an answer is hashed for; two registers can be joined only where they have one purpose.
PURPOSES = (
    "complaint",
    "content",
    "device",
    "draw",
    "hold",
    "identity",
    "judicial",
    "judicial_code",
    "link_chain",
    "link_enterprise",
    "link_housing",
    "link_mandate",
    "link_person",
    "link_person_name",
    "link_workplace",
    "look",
    "mandate",
    "nonce",
    "openrosa",
    "openrosa_key",
    "portal",
    "used_nonce",
    "worker",
)
# The key of encrypted forms comes last: it is sealed by one of the purposes.
NAMES = (DATABASE, FIELD, AUDIT, KEYRING, BACKUP, *(f"purpose-{purpose}" for purpose in PURPOSES), FORMS)
_BYTES = 32
_RSA_BITS = 2048  # what the documentation of OpenRosa's clients asks for


@dataclass(frozen=True)
class Keys:
    """The keys of one installation; none of them shows in a `repr`."""

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> bytes:
        """Raw key of the embedded database."""
        return _kept(self.folder.absolute(), DATABASE, self._given(DATABASE))

    @property
    def field(self) -> bytes:
        """Key of sealed columns."""
        return _kept(self.folder.absolute(), FIELD, self._given(FIELD))

    @property
    def audit(self) -> bytes:
        """Key that signs checkpoints of the trail where no witness does: the secret half of an Ed25519 key."""
        return _kept(self.folder.absolute(), AUDIT, self._given(AUDIT))

    @property
    def keyring(self) -> bytes:
        """Key that wraps the keys of cases: `inspection.keyring`."""
        return _kept(self.folder.absolute(), KEYRING, self._given(KEYRING))

    @property
    def backup(self) -> bytes:
        """Key that seals backups and copies of the keyring."""
        return _kept(self.folder.absolute(), BACKUP, self._given(BACKUP))

    @property
    def forms(self) -> RSAPrivateKey:
        """Key that opens encrypted submissions; its public half travels with each form."""
        return _form_key(self.folder.absolute() / _file_of(FORMS), self.purpose("openrosa_key"))

    def purpose(self, purpose: str) -> bytes:
        """Return the HMAC key of one purpose."""
        if purpose not in PURPOSES:
            raise SettingsFault("SETTING-036", purpose=purpose)
        return _kept(self.folder.absolute(), f"purpose-{purpose}", self._given(f"purpose-{purpose}"))

    def exists(self, name: str) -> bool:
        """Tell whether a key is here, by file or by environment."""
        return self._given(name) is not None or (self.folder / _file_of(name)).exists()

    def fingerprint(self, name: str) -> str | None:
        """Return what tells a key from every other, None where it is not here; read anew, whatever was kept in memory.

        Errors: `SettingsFault` for a key that is here and cannot be used.
        """
        if not self.exists(name):
            return None
        if name == FORMS:
            path, by = self.folder.absolute() / _file_of(FORMS), "purpose-openrosa_key"
            public = _form_key(path, _read(self.folder.absolute(), by, self._given(by))).public_key()
            return _hash(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        return _hash(_read(self.folder.absolute(), name, self._given(name)))

    def _given(self, name: str) -> str | None:
        return self.environ.get(_variable(name)) or None


def open_keys(folder: Path, environ: Mapping[str, str] | None = None) -> Keys:
    """Return the keys of an installation: from `VIGIE_KEY_<NAME>` (64 hex digits) where set, else from `folder`."""
    env = os.environ if environ is None else environ
    return Keys(folder, {k: v for k, v in env.items() if k.startswith("VIGIE_KEY_")})


def make_keys(keys: Keys, names: Iterable[str]) -> tuple[str, ...]:
    """Make those of `names` that are not here, and return their names; for the act that founds a house, and no other.

    A key file is 32 random bytes with mode 0600, written whole or not at all.
    """
    made = tuple(name for name in NAMES if name in set(names) and not keys.exists(name))
    for name in made:
        body = _new_form_key(keys.purpose("openrosa_key")) if name == FORMS else secrets.token_bytes(_BYTES)
        _write(keys.folder / _file_of(name), body)
    return made


def key_id(key: bytes) -> bytes:
    """Return the four bytes by which a sealed field names its key: the beginning of the key's fingerprint."""
    return bytes.fromhex(_hash(key)[:8])


@cache
def _hash(key: bytes) -> str:
    return hashlib.sha256(b"vigie key id" + key).hexdigest()


@cache
def _kept(folder: Path, name: str, given: str | None) -> bytes:
    return _read(folder, name, given)


def _read(folder: Path, name: str, given: str | None) -> bytes:
    return _from_text(name, given) if given else _from_file(folder / _file_of(name), name)


def _variable(name: str) -> str:
    return "VIGIE_KEY_" + name.upper().replace("-", "_")


def _file_of(name: str) -> str:
    return f"{name}.pem" if name == FORMS else f"{name}.key"


def _from_text(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise SettingsFault("SETTING-031", variable=_variable(name))
    return key


def _from_file(path: Path, name: str) -> bytes:
    if not path.exists():
        raise SettingsFault("SETTING-034", variable=_variable(name), file=path.name)
    if path.stat().st_mode & 0o077:
        raise SettingsFault("SETTING-032", file=path.name)
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise SettingsFault("SETTING-033", file=path.name)
    return key


def _form_key(path: Path, passphrase: bytes) -> RSAPrivateKey:
    try:
        key = _opened(path.read_bytes(), passphrase)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise SettingsFault("SETTING-035", file=path.name)
    return key


@cache  # by what stands in the file: to try the primes of a key takes longer than all else that opening a store does
def _opened(body: bytes, passphrase: bytes) -> object:
    return load_pem_private_key(body, passphrase.hex().encode())


def _new_form_key(passphrase: bytes) -> bytes:
    return generate_private_key(public_exponent=65537, key_size=_RSA_BITS).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.hex().encode())
    )


def _write(path: Path, body: bytes) -> None:
    """Write a new file whole or not at all; of two processes at once, the first one's key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
