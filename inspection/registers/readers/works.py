"""Declarations of works and their chain of contractors; the coordinates of a site are there together or not at all."""

import polars as pl

from inspection.registers.readers.checks import RowRule
from inspection.registers.readers.tables import Treatment

TREATMENTS = {
    "works": Treatment(
        row_rules=(
            RowRule("ends_before_start", "EndDate", pl.col("EndDate") < pl.col("StartDate")),
            RowRule("half_a_point", "Latitude", pl.col("Latitude").is_null() != pl.col("Longitude").is_null()),
        )
    ),
    "contractor": Treatment(),
}
