"""Assessments: one row a workplace, its points, and its reasons when somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from inspection.targeting.assessing.card import points_of, reason
from inspection.targeting.assessing.measuring import Measured
from inspection.targeting.assessing.probability import probability
from inspection.targeting.assessing.sole_traders import KNOWN, signals_of_enterprise, workplace_facts
from inspection.targeting.frame import FRAME
from inspection.targeting.model import Reason
from sectors import Catalogue
from sectors.reader import RuleFault
from sectors.rules.selection import Card, ObjectiveKey

UNKNOWN = "unknown"
SCORE = ("sector", "points", "probability", "card", "card_choice")


@dataclass(frozen=True, kw_only=True)
class Assessments:
    """What the cards say of every workplace.

    frame
        One row a workplace, sorted: the measured columns, then `sector` (the one whose card was used), `points` (the
        integer sum), `probability` in (0, 1) of what is served, or null where the card is not calibrated for it, `card`
        (its key) and
        `card_choice` (null, or the points of each card where a workplace belongs to several sectors, such as
        `construction=7 restaurants=12`).
    cards
        The cards that were used, by sector.
    snapshots
        Signal to register and day, such as `dimona@2026-11-20`.
    of_enterprise
        Signals that a card which was fitted to outcomes does not count where the enterprise may be a natural person.
    """

    frame: pl.DataFrame = field(repr=False)
    cards: Mapping[str, Card]
    snapshots: Mapping[str, str] = field(default_factory=dict)
    of_enterprise: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return self.frame.height

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {workplace: row for row, workplace in enumerate(self.frame["workplace"].to_list())}

    def row(self, workplace: str) -> dict[str, object]:
        """Return everything that is known of one workplace; KeyError where it was not assessed."""
        return self.frame.row(self._row_of[workplace], named=True)

    def reasons(self, workplace: str) -> tuple[Reason, ...]:
        """Return the terms of one workplace's sum, in the card's order; they add up to its points."""
        row = self.row(workplace)
        return terms(row, self.cards[str(row["sector"])], self.snapshots, self.of_enterprise)


def terms(
    row: Mapping[str, object], card: Card, snapshots: Mapping[str, str], of_enterprise: frozenset[str]
) -> tuple[Reason, ...]:
    """Return the terms of one workplace's sum by a card, in its order; a signal that the row lacks is missing.

    snapshots, of_enterprise
        As in `Assessments`.
    """
    hidden = of_enterprise if card.calibrated is not None and row.get(KNOWN) is not True else frozenset[str]()
    return tuple(
        reason(s, None if s.signal in hidden else _number(row.get(s.signal)), snapshots.get(s.signal, UNKNOWN))
        for s in card.signals
    )


def assess(frame: pl.DataFrame | Measured, card: Card) -> Assessments:
    """Give every workplace of `frame` the points of one card.

    frame
        `workplace` and one numeric column for each signal of the card; null is missing, a bin of its own. Further
        columns are kept. A `Measured` also brings the registers' days. The objective is the card's own.
    Raises `RuleFault` where the card counts a signal that the frame does not have, or something that is none.
    """
    rows = _sorted(frame)
    scored = _scored(rows.with_row_index("row"), card, card.objective).drop("row")
    done = (
        rows.drop(SCORE, strict=False).hstack(scored).with_columns(pl.lit(None, dtype=pl.String).alias("card_choice"))
    )
    return Assessments(frame=done, cards={card.sector: card}, snapshots=_snapshots(frame))


def assess_all(frame: pl.DataFrame | Measured, catalogue: Catalogue) -> Assessments:
    """Assess every workplace by the card of its sector; with several sectors, the card that gives more points counts.

    A tie goes to the sector that comes first by its key. Probabilities are of what the policy serves. `frame` has the
    list column `sectors`; a workplace none of whose sectors is switched on or has a card is not assessed.
    """
    rows = _sorted(frame)
    cards = {s.key: s.card for s in catalogue.enabled_sectors() if s.card is not None}
    numbered, served = rows.with_row_index("row"), catalogue.selection.objective
    hidden = signals_of_enterprise(catalogue)
    parts = [
        _scored(numbered.filter(pl.col("sectors").list.contains(key)), card, served, hidden)
        for key, card in cards.items()
    ]
    if not parts:
        raise RuleFault("RULE-510", on=catalogue.day)
    best = _one_card_each(pl.concat(parts))
    done = rows[best["row"]].drop(SCORE, strict=False).hstack(best.drop("row"))
    return Assessments(frame=done, cards=cards, snapshots=_snapshots(frame), of_enterprise=hidden)


def _sorted(frame: pl.DataFrame | Measured) -> pl.DataFrame:
    rows = frame.frame if isinstance(frame, Measured) else frame
    return rows if rows["workplace"].is_sorted() else rows.sort("workplace")


def _scored(
    rows: pl.DataFrame, card: Card, objective: ObjectiveKey, of_enterprise: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """Return row, sector, points, probability and card of each row: few columns, as rows may be millions."""
    _expect_signals(rows, card)
    seen = rows if card.calibrated is None else workplace_facts(rows, of_enterprise)
    points = sum((points_of(s, seen[s.signal]) for s in card.signals), start=np.zeros(rows.height, dtype=np.int64))
    return rows.select(
        "row",
        pl.lit(card.sector).alias("sector"),
        pl.Series("points", points, dtype=pl.Int64),
        probability(points, card, objective),
        pl.lit(card.key).alias("card"),
    )


def _one_card_each(every: pl.DataFrame) -> pl.DataFrame:
    """Keep the card with more points of each row; where there were several, say what each would have given."""
    term = pl.concat_str("sector", pl.lit("="), "points")
    several = pl.col("row").is_duplicated()
    choices = every.filter(several).group_by("row").agg(term.sort_by("sector").str.join(" ").alias("card_choice"))
    best = (
        every.filter(several).sort("row", -pl.col("points"), "sector").unique("row", keep="first", maintain_order=True)
    )
    return pl.concat([every.filter(~several), best]).join(choices, on="row", how="left").sort("row")


def _expect_signals(rows: pl.DataFrame, card: Card) -> None:
    measured = {c for c, kind in rows.schema.items() if kind.is_numeric() and c not in FRAME}  # never who or where
    lacking = sorted({s.signal for s in card.signals} - measured)
    if lacking:
        raise RuleFault("RULE-511", card=card.key, signals=", ".join(lacking), sector=card.sector)


def _snapshots(frame: pl.DataFrame | Measured) -> Mapping[str, str]:
    return frame.snapshot_of if isinstance(frame, Measured) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
