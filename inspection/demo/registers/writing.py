"""Writing a folder as its keeper publishes it: exact header, comma, UTF-8, and its `meta.csv`."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.files import put, writing

Quotes = Literal["necessary", "non_numeric"]


def write_folder(
    folder: Path, tables: Mapping[str, pl.DataFrame], *, quotes: Quotes = "necessary", meta: Mapping[str, str] | None
) -> dict[str, int]:
    """Write one CSV a table and `meta.csv` into `folder`, and return file name to number of rows.

    quotes
        "non_numeric" quotes every value, as the Crossroads Bank does; empty values stay unquoted.
    meta
        Variable to value; None for a register that publishes no such file.
    """
    about = {} if meta is None else {"meta.csv": pl.DataFrame({"Variable": [*meta], "Value": [*meta.values()]})}
    for name, frame in (about | dict(tables)).items():
        with writing(folder / name, is_waited_for=False) as stream:
            frame.write_csv(stream, quote_style=quotes)
    return {f"{folder.name}/{name}": frame.height for name, frame in tables.items()}


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
