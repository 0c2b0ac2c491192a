"""The rows of each place: a town that is missing is a small part of a country, and all of its firms.

They are counted over the whole table, one column of it, since a sample holds a handful of rows of a town.
"""

from collections.abc import Iterator
from math import sqrt

import polars as pl

from inspection.registers.gate.difference import Difference
from inspection.registers.gate.profile import Bins
from sectors.rules.registers import RegisterTable

FEWEST_OF_A_PLACE = 10  # rows from which a place is judged
_LEFT_OUT = 3  # rows below which a place is not written down: postcodes of other countries are many
# Three standard errors of a part are 1.5 / sqrt(rows) at the most: firms of a place come and go by themselves.
_CHANCE = 1.5


def of_places(table: RegisterTable, rows: pl.LazyFrame, *, fewest: int = _LEFT_OUT) -> dict[str, int]:
    """Return how many rows each place has, of those with `fewest`; empty where a table has no places."""
    if table.by_place is None:
        return {}
    place = pl.col(table.by_place).cast(pl.String).alias("place")
    counts = rows.select(place).drop_nulls().group_by("place").len().filter(pl.col("len") >= fewest)
    return dict(counts.sort("place").collect(engine="streaming").iter_rows())


def lost_places(table: str, before: Bins, now: Bins) -> Iterator[tuple[Difference, float]]:
    """Yield what each place lost, with the part of it that chance may make: more in a village than in a city."""
    for place, was in before.items():
        rows = now.get(place, 0)
        if was >= FEWEST_OF_A_PLACE and rows < was:
            one = Difference(measure="places", table=table, detail=place, before=was, now=rows, distance=1 - rows / was)
            yield one, _CHANCE / sqrt(was)


def after_update(table: RegisterTable, before: Bins, gone: pl.DataFrame, brought: pl.DataFrame, one_in: int) -> Bins:
    """Return how many rows each place that an update names has afterwards.

    before
        Rows of each place in the full delivery that it stands on.
    gone, brought
        Rows that it takes away and that it inserts, of one in so many entities.
    """
    lost, came = of_places(table, gone.lazy(), fewest=1), of_places(table, brought.lazy(), fewest=1)
    places = lost.keys() & before.keys()
    return {place: max(0, before[place] + one_in * (came.get(place, 0) - lost[place])) for place in places}
