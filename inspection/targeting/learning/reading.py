"""A history out of a table of anybody's: CSV or Parquet, their own column names, their own way of writing a number."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from inspection.errors import LearningFault
from inspection.targeting.learning.history import History
from inspection.targeting.learning.study import Study, TableSaid

_PARQUET = ".parquet"


def read_history(file: Path, study: Study) -> History:
    """Return the history that a file holds, by the roles of a configuration.

    Columns without a role are not read. An error names a column and how many cells are wrong, never what stands in one.
    Raises `LearningFault` LEARN-022 where the file is no table, 023 where cells are not what their role asks, and what
    `History` raises.
    """
    roles = study.roles
    parts = roles.columns()
    frame = _table(file, study.table)
    if lacking := sorted(parts.keys() - set(frame.columns)):
        raise LearningFault("LEARN-001", columns=", ".join(lacking), known=", ".join(frame.columns))
    return History(
        frame=frame.select(_turned(frame, name, part, study.table) for name, part in parts.items()), roles=roles
    )


def _table(file: Path, said: TableSaid) -> pl.DataFrame:
    try:
        if file.suffix == _PARQUET:
            return pl.read_parquet(file)
        return pl.read_csv(file, separator=said.separator, infer_schema=False)
    except (OSError, PolarsError) as fault:
        raise LearningFault("LEARN-022", file=file.name) from fault


def _turned(frame: pl.DataFrame, name: str, part: str, said: TableSaid) -> pl.Series:
    """Return a column as its role asks; an empty cell is a missing value."""
    given = frame[name]
    if given.dtype == pl.String:
        given = given.str.strip_chars().replace("", None)
    made = {
        "on": _days,
        "known_on": _days,
        "label": _truths,
        "signal": _numbers,
        "inclusion": _numbers,
        "baseline": _numbers,
    }.get(part, _words)(given, said)
    wrong = int((made.is_null() & given.is_not_null()).sum())
    if wrong:
        raise LearningFault("LEARN-023", column=name, cells=wrong, part=part)
    return made


def _days(given: pl.Series, said: TableSaid) -> pl.Series:
    return given.str.to_date(said.days, strict=False) if given.dtype == pl.String else given.cast(pl.Date, strict=False)


def _numbers(given: pl.Series, said: TableSaid) -> pl.Series:
    if given.dtype == pl.String and said.decimal != ".":
        given = given.str.replace(said.decimal, ".", literal=True)
    return given.cast(pl.Float64, strict=False)


def _truths(given: pl.Series, said: TableSaid) -> pl.Series:
    if given.dtype == pl.Boolean:
        return given
    words = given.cast(pl.String).str.to_lowercase()
    truths = {**dict.fromkeys(said.yes, True), **dict.fromkeys(said.no, False)}
    return words.replace_strict(truths, default=None, return_dtype=pl.Boolean)


def _words(given: pl.Series, said: TableSaid) -> pl.Series:  # noqa: ARG001  one shape for all
    return given.cast(pl.String)
