"""What tables of the registers ask beyond the rules of their columns; a table that is not named asks nothing more.

A departure before the arrival (Check In at Work) is one on the next morning: nothing is asked of it.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from inspection.registers.readers.checks import RowRule
from inspection.registers.readers.tables import Treatment

_HOUSE = (
    *("municipality_id", "postcode", "street_id"),
    *("streetname_nl", "streetname_fr", "streetname_de", "house_number"),
)


def _in_order(first: str, last: str) -> RowRule:
    return RowRule("ends_before_start", last, pl.col(last) < pl.col(first))


# By `register.table`.
TREATMENTS: Final[Mapping[str, Treatment]] = {
    # one row a house, with its point: boxes and addresses that are not in use are left out and counted
    "addresses.address": Treatment(
        leave_out={"not_in_use": pl.col("status") != "current"}, one_of=("box_of_a_house", _HOUSE)
    ),
    "a1.certificate": Treatment(row_rules=(_in_order("StartDate", "EndDate"),)),
    "accidents.figures": Treatment(
        row_rules=(
            RowRule(
                "more_serious_than_accidents", "SeriousAccidents", pl.col("SeriousAccidents") > pl.col("Accidents")
            ),
        )
    ),
    "dimona.period": Treatment(row_rules=(_in_order("StartingDate", "EndingDate"),)),
    "dmfa.summary": Treatment(
        row_rules=(
            RowRule("more_part_time_than_workers", "PartTimeWorkers", pl.col("PartTimeWorkers") > pl.col("Workers")),
        )
    ),
    **{
        name: Treatment(row_rules=(_in_order("StartDate", "EndDate"),))
        for name in (
            "mandates.holder",
            "employers.employer",
            "limosa.posting",
            "single_permit.permit",
            "residence.title",
        )
    },
    # the coordinates of a site are there together or not at all
    "works.works": Treatment(
        row_rules=(
            _in_order("StartDate", "EndDate"),
            RowRule("half_a_point", "Latitude", pl.col("Latitude").is_null() != pl.col("Longitude").is_null()),
        )
    ),
}
