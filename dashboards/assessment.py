"""The assessment of a day as the risk map reads it: sums once for all sessions, until their file changes."""

from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from inspection.targeting.assessing import assessment_file, map_files, read_sums


def sums_of(lake: Path, day: date) -> pl.DataFrame:
    """Return the sums of a day's cells by sector and district, as `read_sums` does."""
    file = map_files(lake, day)[1]
    changed = (file if file.exists() else assessment_file(lake, day)).stat().st_mtime_ns
    return _read(lake, day, changed)


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(lake: Path, day: date, changed: int) -> pl.DataFrame:  # noqa: ARG001  part of the cache's key
    return read_sums(lake, day)
