"""The latest assessment in the lake, and its sum over the cells of a map."""

from datetime import date
from pathlib import Path

import h3
import polars as pl
import streamlit as st

FILE = "assessment.parquet"


def latest_day(lake: Path, until: date) -> date | None:
    """Return the day of the latest assessment that the lake holds, None where there is none."""
    days = sorted(file.parent.name for file in (lake / "assessment").glob(f"*/{FILE}"))
    known = [date.fromisoformat(name) for name in days]
    return max((day for day in known if day <= until), default=None)


def assessed(lake: Path, day: date) -> pl.DataFrame:
    """Return one row a workplace of a day's assessment."""
    file = lake / "assessment" / day.isoformat() / FILE
    return _read(str(file), file.stat().st_mtime_ns)


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(file: str, changed: int) -> pl.DataFrame:  # noqa: ARG001  part of the cache's key
    return pl.read_parquet(file)


def cells(frame: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return one row a cell of the H3 grid: workplaces, mean points, expected infringements, where it lies.

    resolution
        6 is about 36 km² a cell, 7 about 5 km².
    """
    placed = with_cells(frame, resolution)
    return (
        placed.group_by("cell")
        .agg(
            pl.len().alias("workplaces"),
            pl.col("points").mean().round(1).alias("mean_points"),
            pl.col("probability").sum().round(1).alias("expected"),
            pl.col("municipality").drop_nulls().mode().sort().first().alias("municipality"),
            pl.col("district").sort().first().alias("district"),
            (pl.col("quality") == "canton").sum().alias("canton_only"),
        )
        .sort("expected", "cell", descending=[True, False])
    )


def with_cells(frame: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return the rows that have a place, each with its cell."""
    placed = frame.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    points = zip(placed["lat"], placed["lon"], strict=True)
    found = [h3.latlng_to_cell(lat, lon, resolution) for lat, lon in points]
    return placed.with_columns(pl.Series("cell", found, dtype=pl.String))
