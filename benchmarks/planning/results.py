"""Results as lines of JSON, one a run: appended as they come, so that an interrupted benchmark goes on where it was."""

import json
from collections.abc import Sequence
from os import fsync
from pathlib import Path

from benchmarks.planning.one import Row


def append(path: Path, row: Row) -> None:
    """Add a run to the file, on the disk before the next one starts; a last line that was cut off goes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0)
        kept = file.read().rpartition(b"\n")
        if kept[2]:
            file.truncate(len(kept[0]) + len(kept[1]))
        file.write((json.dumps(row, sort_keys=True) + "\n").encode())
        file.flush()
        fsync(file.fileno())


def read(paths: Sequence[Path]) -> list[Row]:
    """Return the runs of all files that exist; of a run made twice the later counts.

    A last line cut off by an interrupt is left out; any other line that is no JSON raises ValueError with its place.
    """
    found: dict[tuple[object, ...], Row] = {}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else list[str]()
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                if number == len(lines):
                    continue
                raise ValueError(f"{path.name}, line {number}: not a result") from error
            found[row["instance"], row["engine"], row["seed"], row["seconds"]] = row
    return list(found.values())
