"""Where a register's files are: a folder, a zip or one CSV, or a sealed delivery; opened without trusting any of them.

Only files that the register is known to have are ever opened. A zip is refused for links, absolute or climbing paths,
encryption and unusual compression; what comes out of it is counted while it streams, whatever its directory claims.
"""

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, Any

from inspection.errors import IntakeFault
from inspection.progress import say
from inspection.sealed_folders import SealedFolder

BLOCK_BYTES = 32 << 20
MOST_MEMBERS = 200
MOST_BYTES = 16 << 30
MOST_RATIO = 200
RATIO_COUNTS_FROM = 4 << 20

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Source:
    """The files of one delivery.

    files
        File name to a function that opens it for reading bytes.
    unexpected
        Names that were found and left alone.
    sizes
        File name to its bytes once unpacked, as far as known: how far a long file is read can be told.
    """

    name: str
    sha256: str
    files: dict[str, Callable[[], IO[bytes]]]
    unexpected: tuple[str, ...]
    sizes: Mapping[str, int] = field(default_factory=dict)

    def blocks(self, file: str) -> Iterator[bytes]:
        """Yield the bytes of `file` in blocks, telling how far a long one is; a damaged archive is an `IntakeFault`."""
        size, done = self.sizes.get(file, 0), 0
        try:
            with self.files[file]() as stream:
                while block := stream.read(BLOCK_BYTES):
                    done += len(block)
                    if size > BLOCK_BYTES:
                        say(f"{file} bytes", done, max(size, done))
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
            raise IntakeFault("INTAKE-007", source=self.name, file=file) from fault


@dataclass(frozen=True)
class SealedSource:
    """A sealed delivery: `files` by the path that each had, to the name under which it lies."""

    name: str
    sealed: SealedFolder
    files: Mapping[str, str]


@contextmanager
def opened(path: Path | SealedSource, known: Iterable[str]) -> Iterator[Source]:
    """Open a delivery.

    known
        The file names that the register may have; everything else is listed as unexpected and never opened.

    Raises `IntakeFault` when nothing is there, or when the archive cannot be trusted.
    """
    names = frozenset(known)
    if isinstance(path, SealedSource):
        with _of_sealed(path, names) as source:
            yield source
        return
    only = _only_archive(path, names)
    beside = [p.name for p in _files_in(path) if p != only] if only else []
    path = only or path
    if path.is_dir():
        yield _of_paths(path, _files_in(path), names)
    elif path.suffix.lower() == ".csv" and path.is_file():
        yield _of_paths(path, [path], names)
    elif path.is_file():
        with _zip(path, path) as archive:
            yield _of_zip(path, archive, names, _digest(path), beside)
    else:
        raise IntakeFault("INTAKE-001", source=path.name)


def _files_in(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file()]


def _only_archive(path: Path, known: frozenset[str]) -> Path | None:
    """Return the one zip of a folder that holds nothing else of the register: a delivery that waits as it came."""
    if not path.is_dir() or any(p.name in known for p in path.rglob("*")):
        return None
    archives = [p for p in path.iterdir() if p.suffix.lower() == ".zip"]
    return archives[0] if len(archives) == 1 else None


@contextmanager
def _of_sealed(source: SealedSource, known: frozenset[str]) -> Iterator[Source]:
    """Open a sealed delivery as what it was: its only zip, or its files; what they hold is nowhere but in memory."""
    paths = sorted(map(PurePosixPath, source.files))
    archives = [p for p in paths if len(p.parts) == 1 and p.suffix.lower() == ".zip"]
    if len(archives) == 1 and not any(p.name in known for p in paths):
        with source.sealed.reading(source.files[str(archives[0])]) as stream, _zip(archives[0], stream) as archive:
            beside = [p.name for p in paths if p != archives[0]]
            yield _of_zip(archives[0], archive, known, _sealed_digest(source, archives[0]), beside)
        return
    wanted = [p for p in paths if p.name in known]
    _one_folder(source.name, [str(p) for p in wanted])
    digest = hashlib.sha256()
    for file in wanted:
        digest.update(file.name.encode() + b"\0" + _sealed_digest(source, file))
    files: dict[str, Callable[[], IO[bytes]]] = {
        p.name: partial(source.sealed.reading, source.files[str(p)]) for p in wanted
    }
    sizes = {p.name: source.sealed.size(source.files[str(p)]) for p in wanted}
    yield Source(source.name, digest.hexdigest(), files, tuple(p.name for p in paths if p.name not in known), sizes)


def _sealed_digest(source: SealedSource, file: PurePosixPath) -> bytes:
    with source.sealed.reading(source.files[str(file)]) as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _of_paths(path: Path, paths: list[Path], known: frozenset[str]) -> Source:
    wanted = [p for p in paths if p.name in known]
    _one_folder(path.name, [p.relative_to(path.parent).as_posix() for p in wanted])
    digest = hashlib.sha256()
    for file in wanted:
        digest.update(file.name.encode() + b"\0" + _digest(file))
    files: dict[str, Callable[[], IO[bytes]]] = {p.name: _opener(p) for p in wanted}
    sizes = {p.name: p.stat().st_size for p in wanted}
    return Source(path.name, digest.hexdigest(), files, tuple(p.name for p in paths if p.name not in known), sizes)


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


@contextmanager
def _zip(path: PurePath, file: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise IntakeFault("INTAKE-002", source=path.name) from fault
    with archive:
        yield archive


def _of_zip(
    path: PurePath, archive: zipfile.ZipFile, known: frozenset[str], digest: bytes, beside: Iterable[str] = ()
) -> Source:
    """Open what a zip holds; `beside` names what lay beside it, which is no part of it either."""
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise _unsafe(path, f"holds {len(members)} files")
    for member in members:
        _trust(path, member)
    wanted = [m for m in members if PurePosixPath(m.filename).name in known]
    _one_folder(path.name, [m.filename for m in wanted])
    budget = _Budget(path.name)
    files: dict[str, Callable[[], IO[bytes]]] = {
        PurePosixPath(m.filename).name: _member_opener(archive, m, budget) for m in wanted
    }
    unexpected = tuple(n for m in members if (n := PurePosixPath(m.filename).name) not in known)
    sizes = {PurePosixPath(m.filename).name: m.file_size for m in wanted}
    return Source(path.name, digest.hex(), files, (*unexpected, *beside), sizes)


def _trust(path: PurePath, member: zipfile.ZipInfo) -> None:
    name = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    faults = {
        "an absolute path": name.startswith(("/", "\\")) or name[1:2] == ":",
        "a path that climbs out of its folder": ".." in PurePosixPath(name.replace("\\", "/")).parts,
        "a path with backslashes": "\\" in name or "\\" in member.orig_filename,
        "a link or device": kind not in (0, stat.S_IFREG),
        "an encrypted file": bool(member.flag_bits & 0x1),
        "an unusual compression": member.compress_type not in _METHODS,
    }
    for fault, found in faults.items():
        if found:
            raise _unsafe(path, f"holds {fault}")


def _unsafe(path: PurePath, fault: str) -> IntakeFault:
    return IntakeFault("INTAKE-003", does=fault, source=path.name)


def _one_folder(name: str, found: list[str]) -> None:
    folders = {PurePosixPath(f).parent for f in found}
    if len(folders) > 1:
        raise IntakeFault("INTAKE-006", folders=len(folders), source=name)


class _Budget:
    """How much the members of one archive may still unpack to, together."""

    def __init__(self, name: str) -> None:
        self.name, self.left = name, MOST_BYTES

    def spend(self, count: int, file: str, unpacked: int, packed: int) -> None:
        """Take `count` bytes off; raises `IntakeFault` for what only a bomb does."""
        self.left -= count
        swollen = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1)
        if self.left < 0 or swollen:
            raise IntakeFault("INTAKE-004", source=self.name, file=file)


class _Counted:
    """A member of an archive that is counted while it streams."""

    def __init__(self, stream: IO[bytes], member: zipfile.ZipInfo, budget: _Budget) -> None:
        self.stream, self.member, self.budget, self.unpacked = stream, member, budget, 0

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, in small steps so that a bomb is seen early."""
        parts: list[bytes] = []
        while size > 0 and (part := self.stream.read(min(size, 1 << 20))):
            self.unpacked += len(part)
            self.budget.spend(len(part), self.member.filename, self.unpacked, self.member.compress_size)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def __enter__(self) -> "_Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> Callable[[], Any]:
    return lambda: _Counted(archive.open(member), member, budget)
