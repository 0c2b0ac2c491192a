"""Sealing what was delivered: each file is sealed and read back before the clear one goes."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inspection.errors import RestFault
from inspection.files import private_folder
from inspection.keys import Keys
from inspection.registers.delivered.deliveries import (
    Delivery,
    RawState,
    deliveries,
    destroy,
    flat,
    is_delivery,
    note,
)
from inspection.registers.lake import sha256_of_file
from inspection.registers.readers import sole_intake
from inspection.sealed_folders import ENDING, KEY_FILE, PIECE_BYTES, SealedFolder

Record = Callable[[Delivery], None]

_HALF = ".filepart"  # so WinSCP names a file until it has all of it


def receive(
    registers: Path, register: str, keys: Keys, *, at: datetime, by: str, record: Record = lambda _: None
) -> tuple[Delivery, ...]:
    """Seal what waits in a register's folder, as the deliveries that it is; returns them, the earliest first.

    What a killed process began is ended by the next, on its own once it has all its files. The same files again are the
    delivery that lies there already. Where a file changed while it was sealed, its sender is still writing: all that is
    of its delivery stays as it lies until the next time.

    Arguments: `record` keeps in the history that a delivery came, before it counts as received: whoever is killed
    between records it once more.
    """
    with sole_intake(registers, register) as folder:
        ended = [_ended(one, folder, record) for one in _begun(folder)]
        for waits in _apart(in_clear(folder), folder):
            whole = _sealed_whole(_begin(folder, at, by), waits, keys)
            if whole is not None:
                ended.append(_ended(whole, folder, record))
        return tuple(ended)


def in_clear(folder: Path) -> list[Path]:
    """Return the files of a register's folder that lie there as they came, without what is somebody's half copy."""
    return [path for path in _lying(folder) if not _is_half(path, folder)]


def _apart(waits: Sequence[Path], folder: Path) -> list[list[Path]]:
    """Return the files that wait as the deliveries that they are: each zip is one, by name, as extracts are numbered.

    Files beside them go with the last one: what is no zip is one delivery, with or without an archive that was left.
    """
    archives = [path for path in waits if path.parent == folder and path.suffix.lower() == ".zip"]
    first = archives[:-1]
    rest = [path for path in waits if path not in first]
    return [*([path] for path in first), *([rest] if rest else [])]


def half_copies(folder: Path) -> list[Path]:
    """Return the files of a register's folder that are hidden, or named as a client of SFTP names what it sends."""
    return [path for path in _lying(folder) if _is_half(path, folder)]


def seal_in_place(folder: Path, names: Iterable[str], keys: Keys) -> None:
    """Seal files of a folder beside where they lie, and remove the clear ones; those that are not there are passed."""
    sealed = _in_place(folder, keys)
    for name in names:
        path = folder / name
        if path.is_file():
            sealed.begin()
            _remove_sealed(path, _sealed(sealed, name, path))


def content_of(file: Path, keys: Keys) -> bytes:
    """Return the content of a file, also where it was sealed in its place since; raises OSError where it is nowhere."""
    sealed = _in_place(file.parent, keys)
    return sealed.read(file.name) if not file.exists() and sealed.has(file.name) else file.read_bytes()


def _in_place(folder: Path, keys: Keys) -> SealedFolder:
    return SealedFolder(folder, f"registers.{folder.name}", keys)


def _begun(folder: Path) -> list[Delivery]:
    """Return the deliveries that a killed process left with all their files; what else it left of one goes.

    While a delivery is being sealed every file of it lies in clear too, and where one does not, it is the only one.
    """
    left, clear = [], {path.relative_to(folder).as_posix() for path in in_clear(folder)}
    for one in deliveries(folder):
        is_whole = one.state == RawState.SEALED or not clear.issuperset(one.files)
        if one.state == RawState.DUPLICATE or (one.state == RawState.SEALING and not is_whole):
            destroy(one)
        elif one.state in (RawState.SEALING, RawState.SEALED):
            left.append(one)
    return left


def _sealed_whole(one: Delivery, waits: Sequence[Path], keys: Keys) -> Delivery | None:
    """Seal every file of a delivery; None, and nothing of it, where one changed meanwhile."""
    sealed, before = one.sealed(keys), {path: _stamp(path) for path in waits}
    sealed.begin()
    for path in waits:
        name = path.relative_to(one.folder.parent).as_posix()
        one = note(one, files={**one.files, name: _sealed(sealed, flat(name), path)})
    if any(_stamp(path) != stamp for path, stamp in before.items()):
        destroy(one)
        return None
    return note(one, state=RawState.SEALED)


def _ended(one: Delivery, folder: Path, record: Record) -> Delivery:
    """Remove the clear files of a delivery that is sealed whole, and return it, or the one with the same files."""
    for path in in_clear(folder):
        _remove_sealed(path, one.files.get(path.relative_to(folder).as_posix()))
    _remove_empty(folder)
    known = [old for old in deliveries(folder) if old.is_received and old.files == one.files]
    if known:
        destroy(note(one, state=RawState.DUPLICATE))
        return known[-1]
    record(one)
    return note(one, state=RawState.RECEIVED)  # last: whoever is killed above goes on with the same delivery


def _remove_sealed(path: Path, sha256: str | None) -> None:
    """Remove a clear file whose very content was sealed; one of the same name that came since waits."""
    before = _stamp(path)
    if sha256 is not None and sha256_of_file(path) == sha256 and _stamp(path) == before:
        path.unlink()


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what differs once a file is written or replaced."""
    told = path.stat()
    return told.st_ino, told.st_size, told.st_mtime_ns


def _begin(folder: Path, at: datetime, by: str) -> Delivery:
    last = max((int(one.id[-8:]) for one in deliveries(folder)), default=0)  # two of one second stay in their order
    name = f"received-{at.astimezone(UTC):%Y%m%dT%H%M%S}-{last + 1:08d}"
    there = private_folder(folder / name)
    return note(Delivery(folder=there, received_at=at, by=by, state=RawState.SEALING, files={}))


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


def _lying(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and not _is_ours(path, folder)]


def _is_half(path: Path, folder: Path) -> bool:
    return path.suffix == _HALF or any(part.startswith(".") for part in path.relative_to(folder).parts)


def _is_ours(path: Path, folder: Path) -> bool:
    first = folder / path.relative_to(folder).parts[0]
    return is_delivery(first) or (path.parent == folder and (path.suffix == ENDING or path.name == KEY_FILE))


def _remove_empty(folder: Path) -> None:
    """Remove the folders of a delivery that are empty now; those of deliveries stay."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
