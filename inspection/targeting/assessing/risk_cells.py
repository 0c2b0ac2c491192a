"""The assessment that a day left in the lake, and its sums over the cells of a map.

Points of two sectors' cards measure two things: a workplace has its place in its own sector, and none across them.
"""

from datetime import date
from pathlib import Path
from typing import Final

import h3
import polars as pl

_FILE = "assessment.parquet"
_LEADING = 10  # one in so many of each sector: what the map calls the highest, in its texts too; nobody is chosen by it
LEADS: Final = pl.col("place") * _LEADING <= pl.col("place_of")


def assessment_file(lake: Path, on: date) -> Path:
    """Return where the lake keeps what the cards said on a day."""
    return lake / "assessment" / on.isoformat() / _FILE


def latest_assessment(lake: Path, until: date) -> date | None:
    """Return the day of the latest assessment that the lake holds, None where there is none."""
    days = (date.fromisoformat(file.parent.name) for file in (lake / "assessment").glob(f"*/{_FILE}"))
    return max((day for day in days if day <= until), default=None)


def read_assessment(lake: Path, on: date) -> pl.DataFrame:
    """Return one row a workplace of a day's assessment, with its place by points in its sector, 1 being the highest."""
    return with_places(pl.read_parquet(assessment_file(lake, on)).drop("probability", strict=False))  # older files


def with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `place` and `place_of`: how many of its sector in the country stand there or above, and among how many."""
    place = pl.col("points").rank("max", descending=True).over("sector").cast(pl.Int64)
    return frame.with_columns(place.alias("place"), pl.len().over("sector").cast(pl.Int64).alias("place_of"))


def risk_cells(frame: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return one row a cell of the H3 grid: workplaces, mean points, how many lead their sector, where it lies.

    resolution
        6 is about 36 km² a cell, 7 about 5 km².
    """
    placed = with_cells(frame, resolution)
    return (
        placed.group_by("cell")
        .agg(
            pl.len().alias("workplaces"),
            pl.col("points").mean().round(1).alias("mean_points"),
            LEADS.sum().cast(pl.Int64).alias("leading"),
            pl.col("municipality").drop_nulls().mode().sort().first().alias("municipality"),
            pl.col("district").sort().first().alias("district"),
            pl.col("quality").is_in(["municipality", "canton"]).sum().alias("roughly_known"),
        )
        .sort("leading", "cell", descending=[True, False])
    )


def with_cells(frame: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return the rows that have a place, each with its cell."""
    placed = frame.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    points = zip(placed["lat"], placed["lon"], strict=True)
    found = [h3.latlng_to_cell(lat, lon, resolution) for lat, lon in points]
    return placed.with_columns(pl.Series("cell", found, dtype=pl.String))
