"""Sealing what was delivered: each file is sealed and read back before the clear one goes."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from inspection.errors import RestFault
from inspection.files import private_folder
from inspection.keys import Keys
from inspection.registers.delivered.deliveries import (
    Delivery,
    DeliveryState,
    deliveries,
    destroy,
    flat,
    is_delivery,
    note,
)
from inspection.registers.readers import sole_intake
from inspection.sealed_folders import ENDING, KEY_FILE, PIECE_BYTES, SealedFolder


def receive(registers: Path, register: str, keys: Keys, *, at: datetime, by: str) -> Delivery | None:
    """Seal what waits in a register's folder as one delivery; returns it, or None where nothing waits.

    What a killed process began is ended by the next. The same files again are the delivery that lies there already.
    """
    with sole_intake(registers, register) as folder:
        waits = in_clear(folder)
        known = deliveries(folder)
        begun = [one for one in known if one.state == DeliveryState.SEALING]
        if not waits and not begun:
            return None
        one = begun[0] if begun else _begin(folder, at, by)
        sealed = one.sealed(keys)
        sealed.begin()
        for path in waits:
            name = path.relative_to(folder).as_posix()
            one = note(one, files={**one.files, name: _sealed(sealed, flat(name), path)})
        before = next((old for old in reversed(known) if old.files == one.files and old not in begun), None)
        for path in waits:
            path.unlink()
        _remove_empty(folder)
        if before is not None:
            destroy(one)
            return before
        return note(one, state=DeliveryState.RECEIVED)  # last: whoever is killed above goes on with the same delivery


def in_clear(folder: Path) -> list[Path]:
    """Return the files of a register's folder that lie there as they came; what is hidden is somebody's half copy."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and not _is_ours(path, folder)]


def seal_in_place(folder: Path, names: Iterable[str], keys: Keys) -> None:
    """Seal files of a folder beside where they lie, and remove the clear ones; those that are not there are passed."""
    sealed = _in_place(folder, keys)
    for name in names:
        path = folder / name
        if path.is_file():
            sealed.begin()
            _sealed(sealed, name, path)
            path.unlink()


def content_of(file: Path, keys: Keys) -> bytes:
    """Return the content of a file, also where it was sealed in its place since; raises OSError where it is nowhere."""
    sealed = _in_place(file.parent, keys)
    return sealed.read(file.name) if not file.exists() and sealed.has(file.name) else file.read_bytes()


def _in_place(folder: Path, keys: Keys) -> SealedFolder:
    return SealedFolder(folder, f"registers.{folder.name}", keys)


def _begin(folder: Path, at: datetime, by: str) -> Delivery:
    last = max((int(one.id[-8:]) for one in deliveries(folder)), default=0)  # two of one second stay in their order
    name = f"received-{at.astimezone(UTC):%Y%m%dT%H%M%S}-{last + 1:08d}"
    there = private_folder(folder / name)
    return note(Delivery(folder=there, received_at=at, by=by, state=DeliveryState.SEALING, files={}))


def _sealed(sealed: SealedFolder, name: str, path: Path) -> str:
    """Seal a file, see that it opens, and return the SHA-256 of its content."""
    digest = hashlib.sha256()
    with path.open("rb") as source, sealed.writing(name) as target:
        while piece := source.read(PIECE_BYTES):
            digest.update(piece)
            target.write(piece)
    with sealed.reading(name) as again:
        if hashlib.file_digest(again, "sha256").digest() != digest.digest():
            raise RestFault("REST-101", place=sealed.bound)
    return digest.hexdigest()


def _is_ours(path: Path, folder: Path) -> bool:
    first = folder / path.relative_to(folder).parts[0]
    return is_delivery(first) or (path.parent == folder and (path.suffix == ENDING or path.name == KEY_FILE))


def _remove_empty(folder: Path) -> None:
    """Remove the folders of a delivery that are empty now; those of deliveries stay."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
