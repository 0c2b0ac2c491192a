"""Every file that Vigie writes: whole or not at all, and for this account alone unless told, whatever the umask."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

OWNER_ONLY, OWNER_ENTERS, ALL_READ = 0o600, 0o700, 0o644


def put(file: Path, content: bytes, *, is_waited_for: bool = True, makes_folder: bool = True) -> Path:
    """Write a file whole or not at all.

    Arguments: `is_waited_for` whether it is on the disk when this returns, not needed for what can be written again;
    `makes_folder` whether a folder that is missing is made: one that somebody named may be a disk that is not there.
    """
    with writing(file, is_waited_for=is_waited_for, makes_folder=makes_folder) as stream:
        stream.write(content)
    return file


@contextmanager
def writing(file: Path, *, is_waited_for: bool = True, makes_folder: bool = True) -> Iterator[BinaryIO]:
    """Give a stream whose bytes take the place of `file` at the end, at once; nothing stays of a failure.

    Written under another name beside it, so that nobody reads half of it.
    """
    with _draft(file, is_waited_for=is_waited_for, makes_folder=makes_folder) as (draft, stream):
        yield stream
    try:
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if is_waited_for:
        sync_folder(file.parent)


@contextmanager
def _draft(file: Path, *, is_waited_for: bool, makes_folder: bool = True) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a file beside another one, and the stream to write it; it stays only where nothing failed."""
    if makes_folder:
        private_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}.new")
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "w+b") as stream:
            yield draft, stream
            stream.flush()
            if is_waited_for:
                os.fsync(stream.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def put_once(file: Path, content: bytes, *, mode: int = OWNER_ONLY, makes_folder: bool = True) -> None:
    """Write a new file whole or not at all, and see it on the disk; of two processes at once, the first one's stays.

    Arguments: `mode` who may read it, whatever the umask; `makes_folder` as for `put`.
    """
    with _draft(file, is_waited_for=True, makes_folder=makes_folder) as (draft, stream):
        stream.write(content)
        os.fchmod(stream.fileno(), mode)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(file.parent)


@contextmanager
def memory_folder(prefix: str) -> Iterator[Path]:
    """Give a folder for files that a library can only read from a path: in memory, where the machine has such a place.

    It goes at the end. What a killed process left is removed by the next one of this account.
    """
    shared = Path("/dev/shm")  # noqa: S108  memory that has paths; the folder is for this account only
    place = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
    with passing_folder(place, prefix) as folder:
        yield folder


@contextmanager
def passing_folder(place: Path | None, prefix: str) -> Iterator[Path]:
    """Give a folder that goes at the end; what a killed process of this account left is removed by the next one.

    Arguments: `place` in which it is made; None for that of the system, where nothing is removed.
    """
    if place is not None:
        _remove_left(private_folder(place), prefix)
    with TemporaryDirectory(prefix=f"{prefix}{os.getpid()}-", dir=place) as folder:
        yield Path(folder)


def _remove_left(place: Path, prefix: str) -> None:
    for left in place.glob(f"{prefix}*-*"):
        owner = left.name.removeprefix(prefix).partition("-")[0]
        with suppress(OSError):
            if owner.isdecimal() and left.stat().st_uid == os.getuid() and not Path("/proc", owner).exists():
                shutil.rmtree(left)


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, so that only this account enters them; returns it.

    `Path.mkdir(mode=…, parents=True)` gives the mode to the last one alone. Its name is seen on the disk, where the
    folder above can be looked into.
    """
    if not folder.is_dir():
        if folder.parent != folder:
            private_folder(folder.parent)
        folder.mkdir(mode=OWNER_ENTERS, exist_ok=True)
        with suppress(PermissionError):
            sync_folder(folder.parent)
    return folder


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_whole(file: Path) -> bytes:
    """Read a file as it stands.

    One that is made anew meanwhile may be overwritten under whoever has it open, so two looks must give the same.
    """
    before, body = b"", file.read_bytes()
    while body != before:
        before, body = body, file.read_bytes()
    return body
