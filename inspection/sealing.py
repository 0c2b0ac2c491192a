"""Keys, pseudonyms and sealed fields: what keeps a person's data apart from the tables that speak of it.

Three rules hold it together. A national number never stands anywhere unkeyed (its plain hash falls in two minutes), and
each purpose has its own key, so that two registers can be joined only where somebody gave them one purpose. A sealed
field is bound to its table, column and row, so that a value moved to another row does not open. Keys are files beside
the database, never in it, or come from the environment where an installation has a safe for them.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel

from inspection.errors import SettingsFault, StoreFault
from inspection.settings import settings

_BYTES = 32
_VERSION = b"V1"
_NONCE = 12
_HEADER = len(_VERSION) + 4 + _NONCE


@dataclass(frozen=True)
class Keys:
    """The keys of one installation; none of them shows in a `repr`."""

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> bytes:
        """Raw key of the embedded database."""
        return _key(self, "database")

    @property
    def field(self) -> bytes:
        """Key of sealed columns."""
        return _key(self, "field")

    @property
    def audit(self) -> bytes:
        """Key that signs checkpoints of the trail."""
        return _key(self, "audit")

    def purpose(self, purpose: str) -> bytes:
        """Return the HMAC key of one purpose, made at its first use."""
        if not re.fullmatch(r"[a-z][a-z_]{0,39}", purpose):
            raise SettingsFault(
                f"{purpose!r} cannot name a purpose",
                where="sealing",
                advice="Use lower-case letters and underscores.",
                code="030",
            )
        return _key(self, f"purpose-{purpose}")

    def exists(self, name: str) -> bool:
        """Tell whether a key was made or given, without making it."""
        return bool(self.environ.get(_variable(name))) or (self.folder / f"{name}.key").exists()


@cache
def _kept(folder: Path, name: str, given: str | None) -> bytes:
    return _given(name, given) if given else _from_file(folder / f"{name}.key")


def _key(keys: Keys, name: str) -> bytes:
    return _kept(keys.folder.absolute(), name, keys.environ.get(_variable(name)) or None)


def open_keys(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Keys:
    """Return the keys of an installation: from `VIGIE_KEY_<NAME>` (64 hex digits) where set, else from `folder`.

    A key file that does not exist is made at its first use, 32 random bytes with mode 0600.
    """
    env = os.environ if environ is None else environ
    return Keys(folder or settings(env).keys, {k: v for k, v in env.items() if k.startswith("VIGIE_KEY_")})


def _variable(name: str) -> str:
    return "VIGIE_KEY_" + name.upper().replace("-", "_")


def _given(name: str, text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise _fault(
            _variable(name), "A key is not 64 hexadecimal digits", "Give 32 random bytes in hexadecimal.", "031"
        )
    return key


def _from_file(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise _fault(
            path.name, "A key file can be read by others", f"chmod 600 {path.name}, and ask who read it.", "032"
        )
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise _fault(path.name, "A key file does not hold 32 bytes", "Put it back from the backup of the keys.", "033")
    return key


def _make(path: Path) -> None:
    """Write a new key whole or not at all; of two processes at once, the first one's key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def pseudonym(number: str, purpose: str, *, keys: Keys | None = None) -> str:
    """Return the keyed pseudonym of a person's number for one purpose, 64 hexadecimal digits."""
    return pseudonymiser(purpose, keys=keys)(number)


def pseudonymiser(purpose: str, *, keys: Keys | None = None) -> Callable[[str], str]:
    """Return a function from number to pseudonym, for whole columns: the key is looked up once."""
    key = (keys or open_keys()).purpose(purpose)
    return lambda number: hmac.digest(key, number.encode(), "sha256").hex()


def seal(plain: str, *, place: str, row: str, keys: Keys) -> bytes:
    """Seal a text with AES-256-GCM, bound to `place` (table.column) and `row` (its id).

    Result: version, key id, nonce, then the ciphertext with its tag.
    """
    return seal_bytes(plain.encode(), place=place, row=row, keys=keys)


def seal_bytes(plain: bytes, *, place: str, row: str, keys: Keys) -> bytes:
    """Seal bytes in the same way: what becomes a file of its own, such as a photo."""
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(keys.field).encrypt(nonce, plain, _bound(place, row))
    return _VERSION + _key_id(keys.field) + nonce + body


def unseal(sealed: bytes, *, place: str, row: str, keys: Keys) -> str:
    """Open what `seal` made; raises `StoreFault` for another key, another row, another column or a changed byte."""
    return unseal_bytes(sealed, place=place, row=row, keys=keys).decode()


def unseal_bytes(sealed: bytes, *, place: str, row: str, keys: Keys) -> bytes:
    """Open what `seal_bytes` made; raises `StoreFault` as `unseal` does."""
    if sealed[:2] != _VERSION or sealed[2:6] != _key_id(keys.field):
        raise StoreFault(
            "A sealed field was made with another key",
            where=place,
            advice="Put back the field key that this database was written with.",
            code="040",
        )
    try:
        return AESGCM(keys.field).decrypt(sealed[6:_HEADER], sealed[_HEADER:], _bound(place, row))
    except InvalidTag:
        raise StoreFault(
            "A sealed field was changed or moved",
            where=f"{place}, row {row}",
            advice="Compare this row with a backup, and find out who could write to the database.",
            code="041",
        ) from None


def is_sealed(value: bytes) -> bool:
    """Tell whether bytes have the form of a sealed field."""
    return value[:2] == _VERSION and len(value) >= _HEADER + 16


def _bound(place: str, row: str) -> bytes:
    return f"{place}|{row}".encode()


@cache
def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"vigie key id" + key).digest()[:4]


def canonical_json(value: object) -> str:
    """Return `value` as JSON with sorted keys and no spaces: one value has one text, so that it can be hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)


def sha256_of(value: object) -> str:
    """Return the SHA-256 of `value`: of the text itself when it is one, else of its canonical JSON."""
    text = value if isinstance(value, str) else canonical_json(value)
    return hashlib.sha256(text.encode()).hexdigest()


def keyed_hash(value: object, *, purpose: str, keys: Keys) -> str:
    """Return a keyed hash of canonical JSON, for content that holds a person's data and could be guessed otherwise."""
    return pseudonym(canonical_json(value), purpose, keys=keys)


def short_code(material: str, length: int) -> str:
    """Return `length` letters and digits that follow from `material`, and one more that finds a mistyped one.

    Without I, L, O, U and Z, which are misread on paper. The last is a weighted sum modulo a prime: it finds every
    single mistake and every swap of two neighbours.
    """
    number = int.from_bytes(hashlib.sha256(material.encode()).digest())
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(_READABLE))
        letters.append(_READABLE[place])
    return "".join(letters) + _check_letter("".join(letters))


def is_short_code(text: str) -> bool:
    """Tell whether a text has the form of a code and the right last letter."""
    return len(text) > 1 and all(c in _READABLE for c in text) and text[-1] == _check_letter(text[:-1])


def _check_letter(text: str) -> str:
    total = sum(weight * _READABLE.index(letter) for weight, letter in enumerate(text, 1))
    return _READABLE[total % len(_READABLE)]


_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXY"


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _fault(where: str, what: str, advice: str, code: str) -> SettingsFault:
    return SettingsFault(what, where=where, advice=advice, code=code)
