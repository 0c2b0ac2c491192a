"""Writing a snapshot so that it is there whole or not at all.

Everything goes into a hidden folder beside the snapshots; it gets its name in one rename, after all bytes are on disk.
One intake of a register runs at a time; what a killed one left behind is cleared away by the next.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from inspection.registers.lake import ABOUT, QUARANTINE, files_of
from inspection.registers.readers.checks import FAULTS

_HIDDEN = ".intake-"
_QUARANTINE = {"file": pl.String, **FAULTS}


class Incoming:
    """A snapshot that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._faults: list[pl.DataFrame] = []

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Append rows to `<name>.parquet`; call it once with no rows for a table that stays empty."""
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema, compression="zstd")
        if rows.height:
            self._writers[name].write_table(table)

    def sink(self, name: str, rows: pl.LazyFrame) -> None:
        """Write a whole table without holding it in memory."""
        rows.sink_parquet(self.folder / f"{name}.parquet", compression="zstd")

    def set_aside(self, file: str, faults: pl.DataFrame) -> None:
        """Append rows of `file` to the quarantine."""
        if faults.height:
            self._faults.append(faults.select(pl.lit(file).alias("file"), *FAULTS))

    def scan(self, name: str) -> pl.LazyFrame:
        """Read a table that is complete."""
        self.close(name)
        return pl.scan_parquet(self.folder / f"{name}.parquet")

    def has(self, name: str) -> bool:
        """Tell whether a table was begun."""
        return (self.folder / f"{name}.parquet").exists()

    def close(self, name: str) -> None:
        """End a table."""
        self._writers.pop(name).close() if name in self._writers else None

    def end(self, about: dict[str, Any]) -> None:
        """Write quarantine and snapshot.json with the hash of every file, and bring every byte to the disk."""
        for name in list(self._writers):
            self.close(name)
        pl.concat([pl.DataFrame(schema=_QUARANTINE), *self._faults]).write_parquet(self.folder / QUARANTINE)
        about = about | {"files": files_of(self.folder)}
        text = json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False)
        (self.folder / ABOUT).write_text(text + "\n", encoding="utf-8")
        for path in (*self.folder.iterdir(), self.folder):
            _sync(path)

    def abandon(self) -> None:
        """Close what is open and remove everything."""
        for name in list(self._writers):
            self.close(name)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def sole_intake(root: Path, register: str) -> Iterator[Path]:
    """Hold the register's folder for one intake; a folder that stays empty is taken away again."""
    folder = root / register
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in folder.glob(f"{_HIDDEN}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield folder
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()
        os.close(handle)


@contextmanager
def incoming(folder: Path) -> Iterator[Incoming]:
    """Give a hidden folder to write in; whatever goes wrong, nothing of it stays."""
    new = Incoming(Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder)))
    try:
        yield new
    except BaseException:
        new.abandon()
        raise


def publish(new: Incoming, about: dict[str, Any], name: str) -> None:
    """End a snapshot and give it its name, at once."""
    new.end(about)
    new.folder.chmod(0o755)
    settle(new.folder, name)


def settle(folder: Path, name: str) -> None:
    """Give a folder its name beside where it lies, and bring that to the disk."""
    folder.rename(folder.parent / name)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
