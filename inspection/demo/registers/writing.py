"""Writing folders as their keepers publish them: exact header, comma, UTF-8, and their `meta.csv`."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.files import put, writing

Quotes = Literal["necessary", "non_numeric"]


class Folders:
    """The files of several registers under one folder, each written piece by piece; whole at the end, or not at all.

    rows
        File, relative to the folder, to its number of rows so far.
    bytes
        How much was written.
    """

    def __init__(self, home: Path, hear: Callable[[int], None] = lambda _: None) -> None:
        self._home, self._hear = home, hear
        self._open = ExitStack()
        self._streams: dict[str, BinaryIO] = {}
        self.rows: dict[str, int] = {}
        self.bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: Any) -> bool | None:
        return self._open.__exit__(*fault)

    def add(
        self,
        register: str,
        tables: Mapping[str, pl.DataFrame],
        *,
        quotes: Quotes = "necessary",
        meta: Mapping[str, str] | None,
    ) -> None:
        """Write further rows of a register's tables, by the name of the CSV; the header and `meta.csv` come once.

        quotes
            "non_numeric" quotes every value, as the Crossroads Bank does; empty values stay unquoted.
        meta
            Variable to value; None for a register that publishes no such file.
        """
        if meta is not None and f"{register}/meta.csv" not in self._streams:
            self._write(f"{register}/meta.csv", pl.DataFrame({"Variable": [*meta], "Value": [*meta.values()]}), quotes)
        for name, frame in tables.items():
            self._write(f"{register}/{name}", frame, quotes)
            self.rows[f"{register}/{name}"] = self.rows.get(f"{register}/{name}", 0) + frame.height

    def _write(self, name: str, frame: pl.DataFrame, quotes: Quotes) -> None:
        is_new = name not in self._streams
        if is_new:
            self._streams[name] = self._open.enter_context(writing(self._home / name, is_waited_for=False))
        stream = self._streams[name]
        before = stream.tell()
        frame.write_csv(stream, quote_style=quotes, include_header=is_new)
        self.bytes += stream.tell() - before
        self._hear(self.bytes)


def write_json(folder: Path, name: str, value: object) -> None:
    """Write one JSON file, readable by people, into `folder`."""
    put(folder / name, json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n", is_waited_for=False)


def snapshot(on: date, **more: str) -> dict[str, str]:
    """Return the variables of a `meta.csv` for a snapshot of `on`, marked as synthetic."""
    return {"SnapshotDate": on.strftime("%d-%m-%Y"), **more, "Synthetic": "yes"}


def days_before(on: date, days: npt.NDArray[np.int64]) -> pl.Series:
    """Return the days that lie so many days before `on`; below zero after it."""
    return pl.Series(np.datetime64(on) - days.astype("timedelta64[D]")).cast(pl.Date)


def day_text(column: str) -> pl.Expr:
    """Return a date column as `dd-mm-yyyy`, the way the Crossroads Bank writes it."""
    return pl.col(column).dt.strftime("%d-%m-%Y")
