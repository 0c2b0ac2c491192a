"""The folder in which backups lie: pieces by the keyed hash of what they hold, and a manifest for each backup.

A piece that is there already is not written again, so that each backup costs what changed since the last one. Who has
the folder and not the key learns how much there is, and nothing of it; who changes a byte is found out.
"""

import fcntl
import hmac
import os
import re
import secrets
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspection.errors import BackupFault
from inspection.files import put
from inspection.keys import key_id

_MARK, _NONCE = b"VB1", 12
_HEADER = len(_MARK) + 4 + _NONCE
_PIECE = re.compile(r"[0-9a-f]{64}")
_BACKUP = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_STAMP = len("20261123-013000")
_BACKUPS, KEYRINGS, TOMBSTONES = "manifest", "keyring", "tombstones"
_ENDINGS = {_BACKUPS: ".backup", KEYRINGS: ".keyring", TOMBSTONES: ".tombstones"}


@dataclass(frozen=True)
class Vault:
    """A folder of backups, and the key `backup` that seals what lies in it.

    holds
        What each file of `manifests` is: what a backup consists of, a copy of the keyring, or its tombstones alone.
        Each is bound to it and has an ending of its own, so that none is read or taken away as another.
    """

    folder: Path
    key: bytes = field(repr=False)
    holds: str = _BACKUPS

    def name_of(self, plain: bytes) -> str:
        """Return the name of a piece: without the key nobody can tell whether a guessed content is in the vault."""
        return hmac.digest(self._part("name"), plain, "sha256").hex()

    def put(self, plain: bytes, known: Container[str] = ()) -> tuple[str, int]:
        """Keep a piece, unless it lies here already; returns its name, and how many bytes were written.

        It is on the disk for certain only after `settle`. A machine that lost its power meanwhile may have left a piece
        that is empty, so what no backup speaks of is read before it is relied upon.

        Arguments: `known` the pieces of a backup that was finished.
        """
        name = self.name_of(plain)
        file = self._piece(name)
        if file.exists() and (name in known or self._is_whole(name)):
            return name, 0
        body = self._sealed(plain, f"piece|{name}")
        put(file, body, is_waited_for=False)
        return name, len(body)

    def has(self, name: str) -> bool:
        """Tell whether a piece lies here; whether it is whole only who reads it knows."""
        return bool(_PIECE.fullmatch(name)) and self._piece(name).exists()

    def _is_whole(self, name: str) -> bool:
        try:
            self.get(name)
        except BackupFault:
            return False
        return True

    def get(self, name: str) -> bytes:
        """Return what a piece holds.

        Errors: `BackupFault` 110 for one that is not here, 111 for one that is damaged, 112 for one of another key.
        """
        if not _PIECE.fullmatch(name):
            raise BackupFault("BACKUP-111", what="the name of a piece", file=name[:12])
        plain = self._opened(self._piece(name), f"piece|{name}", name[:12])
        if not hmac.compare_digest(self.name_of(plain), name):
            raise BackupFault("BACKUP-111", what="a piece", file=name[:12])
        return plain

    def pieces(self) -> Iterator[Path]:
        """Give the file of every piece."""
        for file in sorted((self.folder / "pieces").glob("*/*")):
            if _PIECE.fullmatch(file.name):
                yield file

    def settle(self) -> None:
        """See everything on the disk that was written: before a manifest says that it is there."""
        os.sync()

    def backups(self, until: datetime | None = None) -> list[str]:
        """Return the ids of the backups that lie here, oldest first.

        Arguments: `until` a moment: those of a later one are left out. A clock that was once ahead wrote them, and they
        would be the newest until it comes.
        """
        ending = _ENDINGS[self.holds]
        found = (file.name.removesuffix(ending) for file in (self.folder / "manifests").glob(f"*{ending}"))
        every = sorted(id_ for id_ in found if _BACKUP.fullmatch(id_))
        return every if until is None else [id_ for id_ in every if id_[:_STAMP] <= stamp_of(until)]

    def ahead(self, at: datetime) -> list[str]:
        """Return the ids of the backups that are of a later moment than `at`, oldest first."""
        return [id_ for id_ in self.backups() if id_[:_STAMP] > stamp_of(at)]

    def write_manifest(self, id_: str, body: bytes) -> None:
        """Write what a backup consists of: from then on there is a backup."""
        put(self._manifest(id_), self._sealed(body, f"{self.holds}|{id_}"))

    def read_manifest(self, id_: str) -> bytes:
        """Return what a backup consists of; errors as those of `get`, 109 for a backup that is not here."""
        if not _BACKUP.fullmatch(id_) or not self._manifest(id_).exists():
            raise BackupFault("BACKUP-109", backup=id_ if _BACKUP.fullmatch(id_) else "?", folder=self.folder.name)
        return self._opened(self._manifest(id_), f"{self.holds}|{id_}", id_)

    def drop_manifest(self, id_: str) -> None:
        """Take a backup away; its pieces go when no other backup has them."""
        self._manifest(id_).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one that writes into the vault; another one is told so at once.

        Errors: `BackupFault` 103.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "vault.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupFault("BACKUP-103", folder=self.folder.name) from None
            yield
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Take away what a killed process left half written; for whoever holds the lock."""
        for left in (*self.folder.glob("pieces/*/.*"), *self.folder.glob("manifests/.*")):
            with suppress(FileNotFoundError):
                left.unlink()

    def _piece(self, name: str) -> Path:
        return self.folder / "pieces" / name[:2] / name

    def _manifest(self, id_: str) -> Path:
        return self.folder / "manifests" / f"{id_}{_ENDINGS[self.holds]}"

    def _part(self, use: str) -> bytes:
        """Return the key of one use: what names is not what seals."""
        return hmac.digest(self.key, f"vigie backup {use}".encode(), "sha256")

    def _sealed(self, plain: bytes, bound: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        body = AESGCM(self._part("seal")).encrypt(nonce, zlib.compress(plain, 6), bound.encode())
        return _MARK + key_id(self.key) + nonce + body

    def _opened(self, file: Path, bound: str, told: str) -> bytes:
        try:
            sealed = file.read_bytes()
        except FileNotFoundError:
            raise BackupFault("BACKUP-110", file=told) from None
        mark, of = sealed[: len(_MARK)], sealed[len(_MARK) : len(_MARK) + 4]
        try:
            plain = AESGCM(self._part("seal")).decrypt(
                sealed[_HEADER - _NONCE : _HEADER], sealed[_HEADER:], bound.encode()
            )
        except (InvalidTag, ValueError):
            if mark == _MARK and of != key_id(self.key) and len(sealed) > _HEADER:
                raise BackupFault("BACKUP-112", what=bound.partition("|")[0], file=told) from None
            raise BackupFault("BACKUP-111", what=bound.partition("|")[0], file=told) from None
        if mark != _MARK or of != key_id(self.key):
            raise BackupFault("BACKUP-111", what=bound.partition("|")[0], file=told)
        return zlib.decompress(plain)


def new_backup_id(at: datetime) -> str:
    """Return the id of a new backup: its moment, and four digits that tell two of one second apart."""
    return f"{stamp_of(at)}-{secrets.token_hex(2)}"


def stamp_of(at: datetime) -> str:
    """Return how the id of a backup of a moment begins: a text that sorts as moments do."""
    return f"{at.astimezone(UTC):%Y%m%d-%H%M%S}"


def is_same_disk(vault: Path, home: Path) -> bool:
    """Tell whether backups lie on the disk that they are to survive; False where one of the two is not there."""
    with suppress(OSError):
        return vault.stat().st_dev == home.stat().st_dev
    return False
