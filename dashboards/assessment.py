"""The assessment of a day as the risk map reads it: added up once for all sessions, until its file changes."""

from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from inspection.targeting.assessing import assessment_file, map_files, over_cells, read_sums


def sums_of(lake: Path, day: date) -> pl.DataFrame:
    """Return the sums of a day's cells by sector and district, as `read_sums` does."""
    return _read(lake, day, _changed(lake, day))


def cells_of(lake: Path, day: date, where: tuple[str | None, str | None], resolution: int) -> pl.DataFrame:
    """Return the cells of a day as `over_cells` does, of a district and a sector where these are given."""
    return _added_up(lake, day, _changed(lake, day), where, resolution)


def _changed(lake: Path, day: date) -> int:
    file = map_files(lake, day)[1]
    return (file if file.exists() else assessment_file(lake, day)).stat().st_mtime_ns


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(lake: Path, day: date, changed: int) -> pl.DataFrame:  # noqa: ARG001  part of the cache's key
    return read_sums(lake, day)


@st.cache_resource(max_entries=64, show_spinner=False)
def _added_up(
    lake: Path, day: date, changed: int, where: tuple[str | None, str | None], resolution: int
) -> pl.DataFrame:
    sums = _read(lake, day, changed)
    for column, value in zip(("district", "sector"), where, strict=True):
        sums = sums if value is None else sums.filter(pl.col(column) == value)
    return over_cells(sums, resolution)
