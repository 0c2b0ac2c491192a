"""Mandates: who holds one in which enterprise, each holder as a keyed pseudonym of a purpose of its own."""

import polars as pl

from inspection.registers.readers.checks import RowRule
from inspection.registers.readers.tables import Treatment

TREATMENTS = {
    "holder": Treatment(row_rules=(RowRule("ends_before_start", "EndDate", pl.col("EndDate") < pl.col("StartDate")),))
}
