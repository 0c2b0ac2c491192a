"""Pseudonyms and sealed fields: what keeps a person's data apart from the tables that speak of it.

A national number never stands anywhere unkeyed (its plain hash falls in two minutes), and each purpose has its own key,
so that two registers can be joined only where somebody gave them one purpose. A sealed field is bound to its table,
column and row, so that a value moved to another row does not open. What belongs to a case is sealed by the key of that
case alone, and names it, so that destroying that key closes it wherever it was copied to.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel

from inspection.errors import StoreFault
from inspection.keyring import Keyring
from inspection.keys import Keys, key_id

_VERSION, _OF_A_CASE = b"V1", b"V2"
_NONCE, _CASE = 12, 16
_HEADER = len(_VERSION) + 4 + _NONCE
CASE_HEADER_BYTES = len(_OF_A_CASE) + 4 + _CASE  # so much of a value tells its case, and which key of it sealed it


def pseudonym(number: str, purpose: str, *, keys: Keys) -> str:
    """Return the keyed pseudonym of a person's number for one purpose, 64 hexadecimal digits."""
    return pseudonymiser(purpose, keys=keys)(number)


def pseudonymiser(purpose: str, *, keys: Keys) -> Callable[[str], str]:
    """Return a function from number to pseudonym, for whole columns: the key is looked up once."""
    key = keys.purpose(purpose)
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
    return _VERSION + key_id(keys.field) + nonce + body


def unseal(sealed: bytes, *, place: str, row: str, keys: Keys) -> str:
    """Open what `seal` made; raises `StoreFault` for another key, another row, another column or a changed byte."""
    return unseal_bytes(sealed, place=place, row=row, keys=keys).decode()


def unseal_bytes(sealed: bytes, *, place: str, row: str, keys: Keys) -> bytes:
    """Open what `seal_bytes` made; raises `StoreFault` as `unseal` does."""
    if sealed[:2] == _OF_A_CASE:
        raise StoreFault("STORE-043", place=place)
    key = keys.opens(key_of(sealed)) if sealed[:2] == _VERSION else None
    if key is None:
        raise StoreFault("STORE-040", place=place)
    try:
        return AESGCM(key).decrypt(sealed[6:_HEADER], sealed[_HEADER:], _bound(place, row))
    except InvalidTag:
        raise StoreFault("STORE-041", place=place, row=row) from None


def seal_of_case(plain: bytes, *, place: str, row: str, case: str, keyring: Keyring) -> bytes:
    """Seal bytes by the key of a case, which is made where it has none yet.

    Result: version, key id, the case's id, nonce, then the ciphertext with its tag: opening needs nothing else.
    Errors: `KeyringFault` for a case that was destroyed, or a keyring that is not here.
    """
    key, nonce = keyring.make(case), secrets.token_bytes(_NONCE)
    return (
        _OF_A_CASE
        + key_id(key)
        + UUID(case).bytes
        + nonce
        + AESGCM(key).encrypt(nonce, plain, _bound_to_case(place, row, case))
    )


def unseal_of_case(sealed: bytes, *, place: str, row: str, keyring: Keyring) -> bytes:
    """Open what `seal_of_case` made.

    Errors: `KeyringFault` for a case that was destroyed or whose key is not here; `StoreFault` as `unseal` does.
    """
    case = case_of(sealed)
    if case is None:
        raise StoreFault("STORE-040", place=place)
    key, start = keyring.key_of(case), _HEADER + _CASE
    if sealed[2:6] != key_id(key):
        raise StoreFault("STORE-040", place=place)
    try:
        return AESGCM(key).decrypt(sealed[start - _NONCE : start], sealed[start:], _bound_to_case(place, row, case))
    except InvalidTag:
        raise StoreFault("STORE-041", place=place, row=row) from None


def is_sealed(value: bytes) -> bool:
    """Tell whether bytes have the form of a sealed field."""
    header = _HEADER + (_CASE if value[:2] == _OF_A_CASE else 0)
    return value[:2] in (_VERSION, _OF_A_CASE) and len(value) >= header + 16


def field_header(id_: str) -> bytes:
    """Return with what each value begins that the field key of an id sealed; of "", that any field key sealed."""
    return _VERSION + bytes.fromhex(id_)


def case_header() -> bytes:
    """Return with what each value begins that a key of a case sealed."""
    return _OF_A_CASE


def is_by_field_key(value: bytes) -> bool:
    """Tell whether a sealed value is under the field key of the house, and not under a key of its own."""
    return value[:2] == _VERSION


def key_of(sealed: bytes) -> bytes:
    """Return the id of the key that sealed a field."""
    return sealed[len(_VERSION) : len(_VERSION) + 4]


def case_of(sealed: bytes) -> str | None:
    """Return the id of the case whose key sealed a field, None for one that a key of the house sealed."""
    return str(UUID(bytes=bytes(sealed[6 : 6 + _CASE]))) if sealed[:2] == _OF_A_CASE else None


def _bound(place: str, row: str) -> bytes:
    return f"{place}|{row}".encode()


def _bound_to_case(place: str, row: str, case: str) -> bytes:
    return f"{place}|{row}|{case}".encode()


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
    return with_check_letter("".join(letters))


def with_check_letter(text: str) -> str:
    """Return the letters of a code with one more that finds a mistyped one, as `short_code` adds it.

    Errors: ValueError for a letter that codes do not hold.
    """
    return text + _check_letter(text)


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
