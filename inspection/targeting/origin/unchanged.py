"""The value test: with other names, streets and postcodes in the same country, every workplace has the same points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from inspection.targeting.assessing import measure
from inspection.targeting.assessing.card import points_of
from inspection.targeting.choosing.sampling import sample
from inspection.targeting.frame import ReadableLake, unplaced
from inspection.targeting.origin.permuted import NAMES, PLACES, STREETS, PermutedLake
from sectors import Catalogue
from sectors.rules.selection import Card


@dataclass(frozen=True, kw_only=True)
class Unchanged:
    """What changed when names, streets and postcodes were exchanged: nothing, or what follows from them.

    workplaces
        How many were measured twice.
    names, streets, postcodes
        How many of each became another one.
    signals
        Signal to how many workplaces have another value of it.
    points
        How many workplaces have other points by some card.
    """

    workplaces: int
    names: int
    streets: int
    postcodes: int
    signals: Mapping[str, int]
    points: int

    @property
    def is_asked(self) -> bool:
        """Whether there was anything to exchange and anybody to measure; else nothing is proven."""
        return bool(self.workplaces and self.names and self.streets and self.postcodes)

    @property
    def holds(self) -> bool:
        """Whether it was asked, and nothing changed."""
        return self.is_asked and not self.signals and not self.points


def unchanged_by_place(
    lake: ReadableLake,
    catalogue: Catalogue,
    on: date,
    *,
    cards: Sequence[Card] | None = None,
    most: int | None = None,
    seed: int = 0,
) -> Unchanged:
    """Measure workplaces twice, once with names, streets and postcodes exchanged within the country, and compare.

    Who is at whose door is kept, since signals may count that; where the door is, and what stands on it, is not. What
    the office knows itself is made up by workplace, so that its signals are asked too.

    Arguments: `cards` those whose points are compared, by default all of the day; `most` workplaces that are measured,
    drawn by lot with `seed`, by default all. `lake` is read only.
    Errors: `RuleFault` where a signal reads what it may not.
    """
    asked = [s.card for s in catalogue.enabled_sectors() if s.card is not None] if cards is None else list(cards)
    other = PermutedLake(lake, catalogue, seed)
    before, after = unplaced(lake, catalogue, on), unplaced(other, catalogue, on)
    kept = _drawn(before.filter(_in_a_sector(asked)), most, seed)
    one, two = (_measured(rows, kept, where, catalogue, on) for rows, where in ((before, lake), (after, other)))
    known = [key for key in sorted(catalogue.signals) if not one[key].equals(two[key], null_equal=True)]
    differs = {key: int(one[key].ne_missing(two[key]).sum()) for key in known}
    return Unchanged(
        workplaces=one.height,
        names=other.exchanged[NAMES],
        streets=other.exchanged[STREETS],
        postcodes=other.exchanged[PLACES],
        signals=differs,
        points=sum(_other_points(one, two, card) for card in asked),
    )


def _in_a_sector(cards: Sequence[Card]) -> pl.Expr:
    return pl.col("sectors").list.set_intersection([card.sector for card in cards]).list.len() > 0


def _drawn(rows: pl.DataFrame, most: int | None, seed: int) -> list[str]:
    every = rows["workplace"].to_list()
    return every if most is None or len(every) <= most else sample(seed, "place", every, most)


def _measured(
    rows: pl.DataFrame, kept: Sequence[str], lake: ReadableLake, catalogue: Catalogue, on: date
) -> pl.DataFrame:
    """Return the signals of the drawn workplaces, by the workplace."""
    mine = rows.filter(pl.col("workplace").is_in(list(kept))).sort("workplace")
    complaints = mine.select("workplace", kept_on=pl.lit(on)).gather_every(2)
    subjects = {"workplace": mine["workplace"], "enterprise": mine["enterprise"].drop_nulls().unique().sort()}
    left = [
        pl.DataFrame({"subject": names, "residual": np.linspace(-1, 1, len(names))}).select(
            pl.lit(level).alias("level"), "subject", "residual"
        )
        for level, names in subjects.items()
    ]
    return measure(mine, lake, catalogue, on, complaints, pl.concat(left)).frame


def _other_points(one: pl.DataFrame, two: pl.DataFrame, card: Card) -> int:
    mine = [
        sum((points_of(signal, rows[signal.signal]) for signal in card.signals), np.zeros(rows.height, dtype=np.int64))
        for rows in (one, two)
    ]
    return int((mine[0] != mine[1]).sum()) if one.height == two.height else max(one.height, two.height)
