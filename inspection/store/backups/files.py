"""The files of a home that a backup keeps, and how they come back."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from inspection.errors import BackupFault
from inspection.files import put
from inspection.portal_settings import PORTAL_MARK
from inspection.settings import DEMO_MARK
from inspection.store.backups.manifest import FileEntry
from inspection.store.backups.vault import Vault

# Neither keys nor the keyring: who has a backup alone reads nothing, and a destroyed case stays destroyed. Neither raw
# deliveries of registers, which other bodies have, nor sheets and caches, which are made again from the rest.
SIGNED = "checkpoints"
KEPT = ("addressees", "attachments", SIGNED, "frames", "lake", "lists", "outbox", "reports", "rules", "scales", "zones")
MARKS = (DEMO_MARK, PORTAL_MARK)
_PIECE_BYTES = 4_000_000


def kept_files(home: Path, names: Iterable[str] = (*MARKS, *KEPT)) -> Iterator[tuple[str, Path]]:
    """Give every file that a backup keeps, by its path in the home; drafts of what is half written are none.

    Arguments: `names` of the files and folders of the home that are looked through.
    """
    for folder in names:
        if (home / folder).is_file():
            yield folder, home / folder
        for file in sorted((home / folder).rglob("*")):
            inside = file.relative_to(home)
            is_draft = file.name.endswith(".new") or any(part.startswith(".") for part in inside.parts)
            if not is_draft and file.is_file() and not file.is_symlink():
                yield inside.as_posix(), file


def keep_file(
    vault: Vault, file: Path, before: FileEntry | None, known: frozenset[str]
) -> tuple[FileEntry, int] | None:
    """Keep a file in the vault; returns its entry and how many bytes were written, None for one that is gone.

    A file that has neither changed nor moved since the last backup is not read again.
    """
    for _ in range(3):  # one that is written meanwhile is read again
        try:
            status = file.stat()
            if before is not None and _is_same(status, before) and all(map(vault.has, before.pieces)):
                return before, 0
            names, written = _put(vault, file, known)
            after = file.stat()
        except FileNotFoundError:
            return None
        if (after.st_mtime_ns, after.st_size) == (status.st_mtime_ns, status.st_size):
            return FileEntry(after.st_size, after.st_mtime_ns, after.st_ctime_ns, names), written
    raise BackupFault("BACKUP-104", file=file.name)


def _put(vault: Vault, file: Path, known: frozenset[str]) -> tuple[tuple[str, ...], int]:
    names, written = [], 0
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE_BYTES):
            name, size = vault.put(piece, known)
            names.append(name)
            written += size
    return tuple(names), written


def _is_same(status: os.stat_result, before: FileEntry) -> bool:
    now = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return now == (before.size, before.modified, before.changed)


def put_file(vault: Vault, home: Path, path: str, entry: FileEntry) -> None:
    """Write a file of a backup into a home; one that lies there whole already, from a restore that was killed, stays.

    Errors: `BackupFault` 110 to 112 for a piece that is damaged, 111 for a path that leads out of the home.
    """
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts or (inside.parts[0] not in KEPT and path not in MARKS):
        raise BackupFault("BACKUP-111", what="the path of a file", file=inside.name)
    file = home / inside
    if not _is_there(vault, file, entry):
        put(file, b"".join(vault.get(name) for name in entry.pieces), is_waited_for=False)
    os.utime(file, ns=(entry.modified, entry.modified))


def _is_there(vault: Vault, file: Path, entry: FileEntry) -> bool:
    with suppress(FileNotFoundError), file.open("rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size:
            return False
        return all(vault.name_of(opened.read(_PIECE_BYTES)) == name for name in entry.pieces)
    return False


def stand_still(home: Path, folder: str, kept: Mapping[str, FileEntry]) -> bool:
    """Tell whether the files of a folder are those that were kept, and nobody has written to one since."""
    try:
        now = {path: file.stat() for path, file in kept_files(home, [folder])}
    except FileNotFoundError:
        return False
    return now.keys() == kept.keys() and all(_is_same(status, kept[path]) for path, status in now.items())


def is_kept_whole(vault: Vault, entry: FileEntry) -> bool:
    """Read the pieces of a file, and tell whether they are as long as it was; errors as those of `Vault.get`."""
    return sum(len(vault.get(name)) for name in entry.pieces) == entry.size
