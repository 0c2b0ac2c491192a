"""Writing a folder as its keeper publishes it: exact header, comma, UTF-8, and its `meta.csv`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl

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
    folder.mkdir(parents=True, exist_ok=True)
    if meta is not None:
        pl.DataFrame({"Variable": list(meta), "Value": list(meta.values())}).write_csv(
            folder / "meta.csv", quote_style=quotes
        )
    for name, frame in tables.items():
        frame.write_csv(folder / name, quote_style=quotes)
    return {f"{folder.name}/{name}": frame.height for name, frame in tables.items()}


def snapshot(on: date, **more: str) -> dict[str, str]:
    """Return the variables of a `meta.csv` for a snapshot of `on`, marked as synthetic."""
    return {"SnapshotDate": on.strftime("%d-%m-%Y"), **more, "Synthetic": "yes"}


def day_text(column: str) -> pl.Expr:
    """Return a date column as `dd-mm-yyyy`, the way the Crossroads Bank writes it."""
    return pl.col(column).dt.strftime("%d-%m-%Y")
