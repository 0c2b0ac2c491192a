"""The road server's answers, cached on disk: one file a table, deleted when damaged, or longest unused and too many.

They hold coordinates of places under enquiry, so only this account may read them.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from inspection.planning.roads.asking import RoadFault
from inspection.planning.roads.tables import Keys, Table


class DiskCache:
    """The tables of one edition of one server with one profile.

    folder
        Where the tables of all editions are; None keeps nothing.
    edition
        All that makes an answer differ: server, version, profile, decimals.
    most_bytes
        What all editions together may take.
    """

    def __init__(self, folder: Path | None, edition: str, most_bytes: int) -> None:
        self.notices: list[RoadFault] = []
        self._folder = folder if most_bytes else None
        self._own = f"{sha256(edition.encode()).hexdigest()[:16]}"
        self._most_bytes = most_bytes
        self._read: set[Path] = set()

    def tables(self, keys: Keys) -> Iterator[Table]:
        """Yield, newest first, every table not yet given that knows a way between the keys."""
        for file in self._files(self._own):
            if file not in self._read:
                table = self._table(file, keys)
                if table is not None:
                    self._read.add(file)
                    yield table

    def keep(self, table: Table) -> None:
        """Write a table whole or not at all, then make room."""
        if self._folder is None or table.seconds.nbytes > self._most_bytes:
            return
        folder = self._folder / self._own
        name = folder / f"{sha256(table.keys.tobytes()).hexdigest()[:16]}.npz"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            _write(name, table)
            self._read.add(name)
            self._make_room()
        except OSError as error:
            self.notices.append(RoadFault("PLAN-140", kind=type(error).__name__, folder=self._own, file=name.name))

    def _files(self, below: str) -> list[Path]:
        """Return the files, the last used first."""
        if self._folder is None:
            return []
        found: list[tuple[int, Path]] = []
        for file in self._folder.glob(f"{below}/*"):
            with suppress(OSError):  # another process made room
                found.append((file.stat().st_mtime_ns, file))
        return [file for _, file in sorted(found, reverse=True)]

    def _table(self, file: Path, keys: Keys) -> Table | None:
        try:
            with np.load(file, allow_pickle=False) as held:
                known = np.asarray(held["keys"], dtype=np.int64)
                if np.isin(keys, known, assume_unique=True).sum() < 2:
                    return None
                seconds = np.asarray(held["seconds"], dtype=np.float64)
            if seconds.shape != (known.size, known.size) or (np.diff(known) <= 0).any() or not (seconds >= 0).all():
                raise ValueError
            os.utime(file)
        except FileNotFoundError:
            return None
        except (
            OSError,
            ValueError,
            KeyError,
            EOFError,
            MemoryError,
            BadZipFile,
        ):  # a zip checks its sums when it is read
            with suppress(OSError):
                file.unlink()
            self.notices.append(RoadFault("PLAN-137", folder=file.parent.name, file=file.name))
            return None
        return Table(known, seconds)

    def _make_room(self) -> None:
        held = 0
        for file in self._files("*"):
            with suppress(OSError):
                held += file.stat().st_size
                if held > self._most_bytes:
                    file.unlink()


def _write(name: Path, table: Table) -> None:
    handle, temporary = tempfile.mkstemp(dir=name.parent, prefix=".writing-")  # for this account only
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, keys=table.keys, seconds=table.seconds)
        Path(temporary).replace(name)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
