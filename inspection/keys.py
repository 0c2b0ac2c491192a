"""The keys of an installation: which there are, where they come from, and the only place that makes one.

A key is a file beside the database, never in it, or comes from the environment or from systemd where an installation
has a safe for keys (`inspection.key_sources`). None is ever made because it was not found: what a lost key sealed would
stay closed, and every pseudonym would change, without a word. Keys are made by `vigie init`, and by `vigie keys rotate`
one that follows another; the database knows their fingerprints.
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
from inspection.files import put_once
from inspection.key_sources import PREFIX, Source, credential, left_files, next_file, next_name, variable_of

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
    "tombstone",
    "used_nonce",
    "worker",
)
# The key of encrypted forms comes last: it is sealed by one of the purposes.
NAMES = (DATABASE, FIELD, AUDIT, KEYRING, BACKUP, *(f"purpose-{purpose}" for purpose in PURPOSES), FORMS)
ROTATED = (
    DATABASE,
    FIELD,
    KEYRING,
)  # which `vigie keys rotate` can change; why not the others: inspection/acts/rotating
_BYTES = 32
_RSA_BITS = 2048  # what the documentation of OpenRosa's clients asks for


@dataclass(frozen=True)
class Keys:
    """The keys of one installation; none of them shows in a `repr`.

    prefix
        How the variables begin that give them, as whoever sets them writes it; in `environ` they have our own names.
    """

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    credentials: Path | None = None
    prefix: str = PREFIX

    @property
    def database(self) -> bytes:
        """Raw key of the embedded database."""
        return self.in_use(DATABASE)

    @property
    def field(self) -> bytes:
        """Key of sealed columns."""
        return self.in_use(FIELD)

    @property
    def audit(self) -> bytes:
        """Key that signs checkpoints of the trail where no witness does: the secret half of an Ed25519 key."""
        return self.in_use(AUDIT)

    @property
    def keyring(self) -> bytes:
        """Key that wraps the keys of cases: `inspection.keyring`."""
        return self.in_use(KEYRING)

    @property
    def backup(self) -> bytes:
        """Key that seals backups and copies of the keyring."""
        return self.in_use(BACKUP)

    @property
    def forms(self) -> RSAPrivateKey:
        """Key that opens encrypted submissions; its public half travels with each form."""
        return _form_key(self._form_file(), self.purpose("openrosa_key"))

    def purpose(self, purpose: str) -> bytes:
        """Return the HMAC key of one purpose."""
        if purpose not in PURPOSES:
            raise SettingsFault("SETTING-036", purpose=purpose)
        return self.in_use(f"purpose-{purpose}")

    def exists(self, name: str) -> bool:
        """Tell whether a key is here, by whichever source."""
        return self.source(name) is not None

    def source(self, name: str) -> Source | None:
        """Return where a key comes from, None where it is not here: the environment wins, then systemd, then a file."""
        if self.environ.get(variable_of(name)):
            return "environment"
        if credential(self.credentials, name) is not None:
            return "credential"
        return "file" if (self.folder / _file_of(name)).exists() else None

    def all_of(self, name: str) -> dict[str, bytes]:
        """Return every key that is here under a name, by its fingerprint: while one is rotated, there are two.

        Read anew, whatever was kept in memory; the one in use comes first. Where the environment or systemd gives the
        key, files are not asked.
        """
        texts = [(one, self._given(one)) for one in (name, next_name(name))]
        found = [_from_text(one, text, self.prefix) for one, text in texts if text]
        if self.source(name) == "file":
            found += [_from_file(file, name, self.prefix) for file in left_files(self.folder, name)]
        return {_hash(key): key for key in found}

    def opens(self, sealed_by: bytes, name: str = FIELD) -> bytes | None:
        """Return the key of a name whose id stands in what it sealed, None where it is not here.

        While a key is rotated, values of both stand in the database or in the keyring; a process that began with the
        old one finds the new one here.
        """
        in_use = self.in_use(name)
        if key_id(in_use) == sealed_by:
            return in_use
        here = self.folder.absolute()
        if (here, name, sealed_by) not in _OTHERS:
            _OTHERS.update({(here, name, key_id(key)): key for key in self.all_of(name).values()})
        return _OTHERS.get((here, name, sealed_by))

    def in_use(self, name: str) -> bytes:
        """Return the key of a name by which this process seals."""
        return _kept(self.folder.absolute(), name, self._given(name), self.prefix)

    def turn_to(self, name: str, fingerprint: str) -> bool:
        """Use another of the keys that are here from now on, in this process; tell whether it is here."""
        key = self.all_of(name).get(fingerprint)
        if key is not None:
            _TURNED[self.folder.absolute(), name, self._given(name)] = key
        return key is not None

    def forget(self) -> None:
        """Read every key anew when it is next asked for: one was exchanged."""
        _TURNED.clear()
        _OTHERS.clear()
        _first.cache_clear()

    @staticmethod
    def id_of_file(file: Path, name: str) -> str:
        """Return the id of the key that a file holds; `SettingsFault` for one that is none."""
        return _hash(_from_file(file, name))[:8]

    def fingerprint(self, name: str) -> str | None:
        """Return what tells a key from every other, None where it is not here; read anew, whatever was kept in memory.

        Errors: `SettingsFault` for a key that is here and cannot be used.
        """
        if not self.exists(name):
            return None
        if name == FORMS:
            path, by = self._form_file(), "purpose-openrosa_key"
            public = _form_key(path, _read(self.folder.absolute(), by, self._given(by), self.prefix)).public_key()
            return _hash(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        return _hash(_read(self.folder.absolute(), name, self._given(name), self.prefix))

    def _given(self, name: str) -> str | None:
        return self.environ.get(variable_of(name)) or credential(self.credentials, name)

    def _form_file(self) -> Path:
        there = self.credentials / f"vigie-{FORMS}" if self.credentials else None
        return there if there is not None and there.exists() else self.folder.absolute() / _file_of(FORMS)


def open_keys(folder: Path, environ: Mapping[str, str] | None = None) -> Keys:
    """Return the keys of an installation, each from the first place that has it.

    `VIGIE_KEY_<NAME>` (64 hex digits); the file `vigie-<name>` of `$CREDENTIALS_DIRECTORY`, where systemd puts what a
    unit loads by `LoadCredential=` (32 bytes, or 64 hex digits); a file in `folder`.
    """
    env = os.environ if environ is None else environ
    given = env.get("CREDENTIALS_DIRECTORY")
    return Keys(folder, {k: v for k, v in env.items() if k.startswith(PREFIX)}, Path(given) if given else None)


def make_keys(keys: Keys, names: Iterable[str]) -> tuple[str, ...]:
    """Make those of `names` that are not here, and return their names; for the act that founds a house, and no other.

    A key file is 32 random bytes with mode 0600, written whole or not at all.
    """
    made = tuple(name for name in NAMES if name in set(names) and not keys.exists(name))
    for name in made:
        body = _new_form_key(keys.purpose("openrosa_key")) if name == FORMS else secrets.token_bytes(_BYTES)
        put_once(keys.folder / _file_of(name), body)
    return made


def make_next(keys: Keys, name: str) -> str:
    """Return the fingerprint of the key that shall follow another, made in its folder where there is none yet."""
    put_once(next_file(keys.folder, name), secrets.token_bytes(_BYTES))
    return _hash(_from_file(next_file(keys.folder, name), name, keys.prefix))


def key_id(key: bytes) -> bytes:
    """Return the four bytes by which a sealed field names its key: the beginning of the key's fingerprint."""
    return bytes.fromhex(_hash(key)[:8])


@cache
def _hash(key: bytes) -> str:
    return hashlib.sha256(b"vigie key id" + key).hexdigest()


# What this process found out while it ran: which key it was told to use instead, and what opens values of before.
_TURNED: dict[tuple[Path, str, str | None], bytes] = {}
_OTHERS: dict[tuple[Path, str, bytes], bytes] = {}


def _kept(folder: Path, name: str, given: str | None, prefix: str) -> bytes:
    return _TURNED.get((folder, name, given)) or _first(folder, name, given, prefix)


@cache
def _first(folder: Path, name: str, given: str | None, prefix: str) -> bytes:
    return _read(folder, name, given, prefix)


def _read(folder: Path, name: str, given: str | None, prefix: str) -> bytes:
    return _from_text(name, given, prefix) if given else _from_file(folder / _file_of(name), name, prefix)


def _file_of(name: str) -> str:
    return f"{name}.pem" if name == FORMS else f"{name}.key"


def _from_text(name: str, text: str, prefix: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise SettingsFault("SETTING-031", variable=variable_of(name, prefix))
    return key


def _from_file(path: Path, name: str, prefix: str = PREFIX) -> bytes:
    if not path.exists():
        raise SettingsFault("SETTING-034", variable=variable_of(name, prefix), file=path.name)
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
