"""Dimona: one row a declaration, its worker as a keyed pseudonym."""

import polars as pl

from inspection.registers.readers.checks import RowRule
from inspection.registers.readers.tables import Treatment

TREATMENTS = {
    "period": Treatment(
        row_rules=(RowRule("ends_before_start", "EndingDate", pl.col("EndingDate") < pl.col("StartingDate")),)
    )
}
