"""The assessment of a day as screens read it: once for all sessions, until its file changes."""

from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

from inspection.targeting.assessing import assessment_file, read_assessment


def assessed(lake: Path, day: date) -> pl.DataFrame:
    """Return one row a workplace of a day's assessment, as `read_assessment` does."""
    return _read(lake, day, assessment_file(lake, day).stat().st_mtime_ns)


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(lake: Path, day: date, changed: int) -> pl.DataFrame:  # noqa: ARG001  part of the cache's key
    return read_assessment(lake, day)
