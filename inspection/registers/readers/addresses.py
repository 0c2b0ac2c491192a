"""BeSt addresses: one row a house, with its point; boxes and addresses that are not in use are left out and counted."""

import polars as pl

from inspection.registers.readers.tables import Treatment

_IN_USE = "current"
_HOUSE = (
    "municipality_id",
    "postcode",
    "street_id",
    "streetname_nl",
    "streetname_fr",
    "streetname_de",
    "house_number",
)

TREATMENTS = {
    "address": Treatment(
        leave_out={"not_in_use": pl.col("status") != _IN_USE},
        one_of=("box_of_a_house", _HOUSE),
    )
}
