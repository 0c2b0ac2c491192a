"""Writing a snapshot so that it is there whole or not at all.

Everything goes into a hidden folder beside the snapshots; it gets its name in one rename, after all bytes are on disk.
One intake of a register runs at a time; what a killed one left behind is cleared away, ended or undone by the next.
"""

import fcntl
import io
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from inspection.files import OWNER_ENTERS, OWNER_ONLY, private_folder, put
from inspection.keys import Keys
from inspection.registers.lake import ABOUT, QUARANTINE, files_of, has_table, scan_table, sealed_snapshot, table_file
from inspection.registers.readers.checks import FAULTS
from inspection.registers.readers.moving import finish_moves, sync, take_place

_HIDDEN = ".intake-"
_QUARANTINE = {"file": pl.String, **FAULTS}


class Incoming:
    """A snapshot that is being written.

    persons
        The tables whose rows are about persons: sealed as they are written, where the house's `keys` are given.
    """

    def __init__(self, folder: Path, register: str, persons: Collection[str] = (), keys: Keys | None = None) -> None:
        self.folder, self._register, self._keys = folder, register, keys
        self._persons = frozenset(persons)
        self._writers: dict[str, tuple[pq.ParquetWriter, ExitStack]] = {}
        self._faults: list[pl.DataFrame] = []

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Append rows to a table; call it once with no rows for one that stays empty."""
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
        if name not in self._writers:
            file = ExitStack()
            writer = pq.ParquetWriter(file.enter_context(self._opened(name)), table.schema, compression="zstd")
            self._writers[name] = writer, file
        if rows.height:
            self._writers[name][0].write_table(table)

    def sink(self, name: str, rows: pl.LazyFrame) -> None:
        """Write a whole table, without holding it in memory unless it is sealed."""
        if not self._is_sealed(name):
            rows.sink_parquet(self.folder / table_file(name), compression="zstd")
            return
        held = io.BytesIO()
        rows.sink_parquet(held, compression="zstd")
        with self._opened(name) as file:
            file.write(held.getbuffer())

    def sample(self, name: str, rows: pl.DataFrame) -> None:
        """Write what the gate keeps of a table, sealed as the table itself."""
        self.sink(name, rows.lazy())

    def _is_sealed(self, name: str) -> bool:
        return self._keys is not None and not self._persons.isdisjoint(name.split("."))

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        """Give a stream for a table's file."""
        if self._keys is None or not self._is_sealed(name):
            with (self.folder / table_file(name)).open("wb") as open_file:
                yield open_file
            return
        sealed = sealed_snapshot(self.folder, self._register, self._keys)
        sealed.begin()
        with sealed.writing(table_file(name)) as file:
            yield file

    def set_aside(self, file: str, faults: pl.DataFrame) -> None:
        """Append rows of `file` to the quarantine."""
        if faults.height:
            self._faults.append(faults.select(pl.lit(file).alias("file"), *FAULTS))

    def scan(self, name: str) -> pl.LazyFrame:
        """Read a table that is complete."""
        self.close(name)
        return scan_table(self.folder, self._register, name, self._keys)

    def has(self, name: str) -> bool:
        """Tell whether a table was begun."""
        return name in self._writers or has_table(self.folder, name)

    def close(self, name: str) -> None:
        """End a table."""
        if name in self._writers:
            writer, file = self._writers.pop(name)
            with file:
                writer.close()

    def end(self, about: dict[str, Any]) -> None:
        """Write quarantine and snapshot.json with the hash of every file, and bring every byte to the disk."""
        for name in list(self._writers):
            self.close(name)
        pl.concat([pl.DataFrame(schema=_QUARANTINE), *self._faults]).write_parquet(self.folder / QUARANTINE)
        about = about | {"files": files_of(self.folder)}
        text = json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False)
        put(self.folder / ABOUT, f"{text}\n".encode())
        for path in self.folder.iterdir():
            path.chmod(OWNER_ONLY)
            sync(path)
        sync(self.folder)

    def abandon(self) -> None:
        """Close what is open and remove everything."""
        for name in list(self._writers):
            self.close(name)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def sole_intake(root: Path, register: str) -> Iterator[Path]:
    """Hold the register's folder for one intake; a folder that stays empty is taken away again."""
    folder = root / register
    with _held(folder):
        try:
            for left in folder.glob(f"{_HIDDEN}*"):
                shutil.rmtree(left, ignore_errors=True)
            finish_moves(folder)
            yield folder
        finally:
            if not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that is there: whoever held it before may have taken away what was waited for."""
    while True:
        with ExitStack() as held:
            try:
                handle = os.open(private_folder(folder), os.O_RDONLY)
            except FileNotFoundError:  # taken away between these two calls
                continue
            held.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_at(handle, folder):
                yield
                return


def _is_at(handle: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), folder.stat())
    except FileNotFoundError:
        return False


@contextmanager
def incoming(folder: Path, persons: Collection[str] = (), keys: Keys | None = None) -> Iterator[Incoming]:
    """Give a hidden folder in a register's own to write in; whatever goes wrong, nothing of it stays."""
    new = Incoming(Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder)), folder.name, persons, keys)
    try:
        yield new
    except BaseException:
        new.abandon()
        raise


def publish(new: Incoming, about: dict[str, Any], name: str) -> None:
    """End a snapshot, and give it its name once every byte is on the disk: see `take_place`."""
    new.end(about)
    new.folder.chmod(OWNER_ENTERS)
    take_place(new.folder, name)
