"""Who is offered to the planner by risk, sector by sector, and what each visit is worth to it.

Each sector offers its best by points, in proportion to its room (`sharing.py`). A minute of a team is worth most at the
head of a sector, and half as much each time a part of the sector's room is passed (`worth_halves_after`), in every
sector alike. So the planner, which knows one number a visit and no sector, finds the same worth of its time at the same
place of each: a sector is not passed over because its controls are long, and the week comes to rest near everybody's
share. Where the card of every workplace that is offered is calibrated, worth is the probability.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import polars as pl

from inspection.targeting.choosing.sharing import divide, whole
from inspection.targeting.model import SelectionPolicy

BY = ["district", "sector"]


def with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with `place` and `place_of`: by points among the workplaces of its district and sector."""
    place = pl.col("points").rank("max", descending=True).over(BY).cast(pl.Int64)
    return frame.with_columns(place.alias("place"), pl.len().over(BY).cast(pl.Int64).alias("place_of"))


def offered(
    frame: pl.DataFrame,
    taken: AbstractSet[str],
    capacity: Mapping[str, int],
    required: Mapping[str, int],
    policy: SelectionPolicy,
) -> pl.DataFrame:
    """Return workplace and worth of whoever is offered, the worthiest first, ties by id.

    frame
        workplace, district, sector, points, probability of the workplaces that can be controlled in the week.
    required
        District to the number of visits that are drawn or owed: the room that they leave is what sectors share.
    """
    ordered = frame.filter(~pl.col("workplace").is_in(sorted(taken))).sort(
        ["points", "workplace"], descending=[True, False]
    )
    ranked = ordered.with_columns(pl.int_range(pl.len()).over(BY).alias("n"))
    within = ranked.join(_rooms(ordered, capacity, required, policy), on=BY).filter(pl.col("n") < pl.col("places"))
    return within.select("workplace", _worth(within, policy)).sort(["worth", "workplace"], descending=[True, False])


def _worth(within: pl.DataFrame, policy: SelectionPolicy) -> pl.Expr:
    if within.height and not within["probability"].null_count():
        return pl.col("probability").alias("worth")
    longest = max(policy.minutes.values(), default=1.0)
    time = pl.col("sector").replace_strict(policy.minutes, default=longest, return_dtype=pl.Float64) / longest
    passed = (pl.col("n") + 0.5) / pl.col("room") / policy.worth_halves_after
    return (0.5**passed * time).alias("worth")


def _rooms(
    frame: pl.DataFrame, capacity: Mapping[str, int], required: Mapping[str, int], policy: SelectionPolicy
) -> pl.DataFrame:
    """Return, by district and sector, its room in visits and how many places of the offer it has."""
    rows = []
    for (district,), group in frame.group_by(["district"]):
        members = dict(group.group_by("sector").len().sort("sector").iter_rows())
        visits = capacity.get(str(district), 0)
        left = min(visits, max(1, visits - required.get(str(district), 0)))
        room = divide(left, members, policy.risk_shares, policy.risk_least)
        offer = divide(visits * policy.optional_per_capacity, members, policy.risk_shares, policy.risk_least)
        places = whole(offer, members)
        rows += [(district, sector, room[sector], places[sector]) for sector in members if room.get(sector, 0) > 0]
    schema = {"district": pl.String, "sector": pl.String, "room": pl.Float64, "places": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
