"""The copy of every checkpoint that one signer gave: a file to which lines are added, and from which none goes."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection.errors import HistoryFault
from inspection.files import OWNER_ONLY, private_folder, sync_folder
from inspection.history.checkpoints import START, Checkpoint, fingerprint_of

_TAIL = 1 << 16  # a checkpoint of fifty streams takes a tenth of it


@dataclass(frozen=True)
class Log:
    """Checkpoints in one file, a line each, in their order."""

    file: Path

    def newest(self) -> Checkpoint | None:
        """Return the last checkpoint, read from the end of the file; None where there is none.

        What a crash left of a line was never handed out: it is passed over.

        Errors: `HistoryFault` 108 for a line that is no checkpoint.
        """
        size = self.file.stat().st_size if self.file.is_file() else 0
        reach = _TAIL
        while size:
            with self.file.open("rb") as opened:
                opened.seek(max(0, size - reach))
                whole = opened.read(min(size, reach)).rpartition(b"\n")[0]
            line = whole.rpartition(b"\n")[2]
            if len(line) < len(whole) or reach >= size:
                return self._read(line) if line else None
            reach *= 4
        return None

    def all(self) -> Iterator[Checkpoint]:
        """Give every checkpoint.

        Errors: `HistoryFault` 108 for a line that is no checkpoint.
        """
        if self.file.is_file():
            with self.file.open("rb") as opened:
                for line in opened:
                    if line.endswith(b"\n"):
                        yield self._read(line)

    def after(self, number: int) -> Iterator[Checkpoint]:
        """Give every checkpoint after one; the file is read whole only where more than the last was left behind."""
        newest = self.newest()
        if newest is not None and newest.number == number + 1:
            yield newest
        elif newest is not None and newest.number > number:
            yield from (one for one in self.all() if one.number > number)

    def add(self, checkpoint: Checkpoint) -> None:
        """Add a checkpoint; it is on the disk when this returns."""
        private_folder(self.file.parent)
        self._cut_half_a_line()
        is_new = not self.file.exists()
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        with os.fdopen(descriptor, "ab") as opened:
            opened.write(json.dumps(checkpoint.as_json(), sort_keys=True).encode() + b"\n")
            opened.flush()
            os.fsync(opened.fileno())
        if is_new:
            sync_folder(self.file.parent)

    def refuse_broken(self, public_key: str) -> None:
        """Read the whole file: each checkpoint signed by the one key, and following the one before it.

        Errors: `HistoryFault` 105 for a forged one, 108 for one that cannot be read, 109 for one that is gone.
        """
        number, previous = 0, START
        for one in self.all():
            if not one.is_signed_by(public_key):
                raise HistoryFault("HISTORY-105", where=self.file.name)
            if (one.number, one.previous) != (number + 1, previous):
                raise HistoryFault("HISTORY-109", number=number + 1, where=self.file.name)
            number, previous = one.number, one.digest

    def _read(self, line: bytes) -> Checkpoint:
        return read_checkpoint(line, self.file.name)

    def _cut_half_a_line(self) -> None:
        """Take away what a crash left: it was never handed out, and the next line must not run into it."""
        if not self.file.is_file() or not (size := self.file.stat().st_size):
            return
        with self.file.open("r+b") as opened:
            opened.seek(size - 1)
            if opened.read(1) != b"\n":
                opened.seek(max(0, size - _TAIL))
                kept = opened.tell() + opened.read().rfind(b"\n") + 1
                opened.truncate(kept)


def log_in(folder: Path, public_key: str) -> Log:
    """Return the log of one signer in a folder: a new witness begins a file of its own."""
    return Log(folder / f"{fingerprint_of(public_key)}.jsonl")


def read_checkpoint(line: bytes, where: str) -> Checkpoint:
    """Return the checkpoint that stands in a line or a file.

    Errors: `HistoryFault` 108.
    """
    try:
        return Checkpoint.read(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HistoryFault("HISTORY-108", where=where) from None
