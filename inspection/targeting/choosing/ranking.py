"""Who is offered to the planner by risk, sector by sector, and what each visit is worth to it.

Each sector offers its best by points, in proportion to its room (`sharing.py`). A minute of a team is worth most at the
head of a sector, and half as much each time a part of the sector's room is passed (`worth_halves_after`), in every
sector alike. So the planner, which knows one number a visit and no sector, finds the same worth of its time at the same
place of each: a sector is not passed over because its controls are long, and the week comes to rest near everybody's
share.

Probabilities compare sectors only where the service set objectives of the year for each that is offered in the
district, and the card of every workplace that is offered is calibrated for what the week serves. And they do so inside
the shares: a minute within any sector's room is worth more than one beyond the room of another, however probable.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import polars as pl

from inspection.targeting.choosing.sharing import divide, shares_in, whole, with_owed
from inspection.targeting.model import SectorRoom, SelectionPolicy

BY = ["district", "sector"]
Sizes = Mapping[str, Mapping[str, int]]


class Candidates(NamedTuple):
    """Who may be chosen by risk: workplace, district, sector, points, probability.

    eligible
        Every workplace that was assessed.
    open
        Those that can be controlled on some day of the week, and are neither drawn, owed a visit nor left alone.
    closed
        (district, sector) that can be controlled on no day of the week.
    """

    eligible: pl.DataFrame
    open: pl.DataFrame
    closed: AbstractSet[tuple[str, str]]


def with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with `place` and `place_of`: by points among the workplaces of its district and sector."""
    place = pl.col("points").rank("max", descending=True).over(BY).cast(pl.Int64)
    return frame.with_columns(place.alias("place"), pl.len().over(BY).cast(pl.Int64).alias("place_of"))


def sector_rooms(
    candidates: Candidates,
    capacity: Mapping[str, int],
    required: Mapping[str, int],
    policy: SelectionPolicy,
    owed: Mapping[str, Mapping[str, float]],
    cards: Mapping[str, str],
) -> tuple[SectorRoom, ...]:
    """Return how the visits by risk are divided in each district that has room, or that has none for want of a team.

    required
        District to the number of visits that are drawn or owed: the room that they leave is what sectors share.
    owed
        District to sector to the visits that it missed earlier in the year.
    cards
        Sector to the key of its card.
    """
    existing, left = _sizes(candidates.eligible), _sizes(candidates.open)
    found: list[SectorRoom] = []
    for district, visits in sorted(capacity.items()):
        members = left.get(district, {})
        meant = policy.year_visits.get(district)
        shares = shares_in(existing.get(district, {}), policy.risk_shares, meant)
        least = 0 if meant else policy.risk_least
        space = min(visits, max(1, visits - required.get(district, 0)))
        missed = owed.get(district, {})
        asked = with_owed(shares, missed, space, policy.owed_at_most)
        here = {sector: members.get(sector, 0) for sector in asked}
        room = divide(space, here, asked, least)
        places = whole(divide(visits * policy.optional_per_capacity, here, asked, least), here)
        found += [
            SectorRoom(
                district=district,
                sector=sector,
                share=shares[sector],
                owed=missed.get(sector, 0.0),
                room=room.get(sector, 0.0),
                offered=places.get(sector, 0),
                card=cards.get(sector),
                excuse=_excuse(visits, (district, sector) in candidates.closed, here[sector], part * space),
            )
            for sector, part in asked.items()
        ]
    return tuple(found)


def offered(candidates: pl.DataFrame, rooms: tuple[SectorRoom, ...], policy: SelectionPolicy) -> pl.DataFrame:
    """Return workplace and worth of whoever is offered, the worthiest first, ties by id.

    candidates
        Those that are `open`.
    """
    ordered = candidates.sort(["points", "workplace"], descending=[True, False])
    ranked = ordered.with_columns(pl.int_range(pl.len()).over(BY).alias("n"))
    rows = [(one.district, one.sector, one.room, one.offered) for one in rooms if one.room > 0]
    schema = {"district": pl.String, "sector": pl.String, "room": pl.Float64, "places": pl.Int64}
    within = ranked.join(pl.DataFrame(rows, schema=schema, orient="row"), on=BY).filter(pl.col("n") < pl.col("places"))
    parts = [_with_worth(part, policy) for part in within.partition_by("district")]
    if not parts:
        return pl.DataFrame(schema={"workplace": pl.String, "worth": pl.Float64})
    return pl.concat(parts).sort(["worth", "workplace"], descending=[True, False])


def _with_worth(within: pl.DataFrame, policy: SelectionPolicy) -> pl.DataFrame:
    """Return workplace and worth of one district's candidates: in [0, 1], and on one scale for all its sectors."""
    longest = max(policy.minutes.values(), default=1.0)
    time = pl.col("sector").replace_strict(policy.minutes, default=longest, return_dtype=pl.Float64) / longest
    middle = pl.col("n") + 0.5
    if _may_compare(within, policy):
        beyond = (middle - pl.col("room")) / pl.col("room") / policy.worth_halves_after
        worth = pl.when(beyond <= 0).then((1 + pl.col("probability")) / 2).otherwise(0.5 * 0.5**beyond)
    else:
        worth = 0.5 ** (middle / pl.col("room") / policy.worth_halves_after)
    return within.select("workplace", (worth * time).alias("worth"))


def _may_compare(within: pl.DataFrame, policy: SelectionPolicy) -> bool:
    """Tell whether probabilities may decide between the sectors of one district."""
    meant = policy.year_visits.get(str(within["district"][0]), {})
    return not within["probability"].null_count() and set(within["sector"]) <= meant.keys()


def _excuse(visits: int, is_closed: bool, left: int, asked: float) -> str | None:
    """Return why a sector cannot have what it asks of the week; None where it can, or asks for less than a visit."""
    if not visits:
        return "no_team"
    if asked < 0.5:  # half a visit rounds up to one
        return None
    if is_closed:
        return "no_window"
    return "no_workplace" if left < asked - 0.5 else None


def _sizes(frame: pl.DataFrame) -> Sizes:
    sizes: dict[str, dict[str, int]] = {}
    for district, sector, size in frame.group_by(BY).len().sort(BY).iter_rows():
        sizes.setdefault(district, {})[sector] = size
    return sizes
