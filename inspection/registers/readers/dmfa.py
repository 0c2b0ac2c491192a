"""DmfA summary: one row an employer, unit, quarter and joint committee."""

import polars as pl

from inspection.registers.readers.checks import RowRule
from inspection.registers.readers.tables import Treatment

TREATMENTS = {
    "summary": Treatment(
        row_rules=(
            RowRule("more_part_time_than_workers", "PartTimeWorkers", pl.col("PartTimeWorkers") > pl.col("Workers")),
        )
    )
}
