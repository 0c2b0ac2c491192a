"""Precision and recall of what was found, by kind of writing and region, and how many a second of the processor."""

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from benchmarks.addresses.truth import NOTHING, REGIONS, TruthSet
from inspection.territory.addresses import match_addresses
from inspection.time_of import today
from sectors.reader import load_rules
from sectors.rules.addresses import AddressRules

# What the product promises of each: the kinds that its limits are measured by.
PROMISED: Final = {
    "typos": ("typos, one letter", "typos, two letters"),
    "abbreviations": ("abbreviations",),
    "bilingual": ("bilingual",),
}
LEAST_PRECISION, LEAST_RECALL, LEAST_A_SECOND = 0.99, 0.95, 20_000
Level = Literal["exact", "street"]


@dataclass(frozen=True)
class Figure:
    """How one kind was found at one level.

    asked
        Addresses of the kind whose truth is of the level: a known door, or a street with no known number.
    found, right
        What was found at the level, and how much of that is the door, or lies in the street, that is meant.
    """

    kind: str
    region: str
    level: Level
    asked: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 1.0


@dataclass(frozen=True)
class Measured:
    """All figures of one truth set.

    silent
        Share of what is nowhere that nothing was found for.
    """

    asked: int
    register: int
    seconds: float
    figures: tuple[Figure, ...]
    silent: float

    @property
    def a_second(self) -> float:
        return self.asked / self.seconds

    def rows(self) -> list[dict[str, object]]:
        """Return the figures as plain values: kind, region, level, asked, found, right, precision, recall."""
        return [
            {**vars(figure), "precision": round(figure.precision, 4), "recall": round(figure.recall, 4)}
            for figure in self.figures
            if figure.asked or figure.found
        ]

    def broken(self) -> list[Figure]:
        """Return the promised figures, over all regions, that are lower than promised."""
        promised = (figure for figure in self.figures if figure.kind in PROMISED and figure.region == "all")
        return [one for one in promised if one.precision < LEAST_PRECISION or one.recall < LEAST_RECALL]

    def lines(self) -> Iterator[str]:
        """Yield the table as text."""
        yield f"{self.asked:,} addresses against {self.register:,} doors: {self.a_second:,.0f} a second of CPU"
        yield f"{'kind':28}{'region':10}{'level':8}{'asked':>8}{'found':>8}{'right':>8}{'precision':>11}{'recall':>8}"
        for row in self.rows():
            words = "".join(f"{row[key]:{width}}" for key, width in (("kind", 28), ("region", 10), ("level", 8)))
            counts = "".join(f"{row[key]:>8}" for key in ("asked", "found", "right"))
            yield f"{words}{counts}{row['precision']:>11.4f}{row['recall']:>8.4f}"
        yield f"nothing found for {self.silent:.2%} of what is nowhere (unlisted streets, nonsense)"


def measured(truth: TruthSet, rules: AddressRules | None = None) -> Measured:
    """Match the addresses of a truth set, by today's rules unless others are given, and return how well that went."""
    judged, seconds = found_in(truth, rules or load_rules().on(today()).addresses)
    return Measured(truth.asked.height, truth.register.height, seconds, tuple(figures(judged)), silent_share(judged))


def found_in(truth: TruthSet, rules: AddressRules) -> tuple[pl.DataFrame, float]:
    """Return what was asked with what was found of it, and the processor's seconds that finding took."""
    began = _seconds()
    found = match_addresses(truth.asked, truth.register.lazy(), rules)
    spent = _seconds() - began
    joined = truth.asked.join(found, on="workplace", how="left", maintain_order="left")
    return joined.join(truth.points, on=["lon", "lat"], how="left", maintain_order="left"), spent


def figures(judged: pl.DataFrame) -> Iterator[Figure]:
    """Yield the figures of each kind, each promise and everything together, by region and over all regions."""
    kinds = {kind: (kind,) for kind in judged["kind"].unique(maintain_order=True)}
    for name, among in (kinds | PROMISED | {"everything": tuple(kinds)}).items():
        for region in (*REGIONS, "all"):
            rows = judged.filter(pl.col("kind").is_in(among) & ((pl.col("region") == region) | (region == "all")))
            for level in ("exact", "street"):
                yield _figure(rows, name, region, level)


def _figure(rows: pl.DataFrame, kind: str, region: str, level: Level) -> Figure:
    has_door, is_street = pl.col("door_lon").is_not_null(), pl.col("found") == pl.col("street")
    at_door = (pl.col("lon") == pl.col("door_lon")) & (pl.col("lat") == pl.col("door_lat"))
    due = pl.col("street").is_not_null() & (has_door if level == "exact" else ~has_door)
    right = at_door if level == "exact" else is_street
    hit = rows.filter(pl.col("quality") == level)
    good = hit.filter(right.fill_null(False))
    return Figure(kind, region, level, rows.filter(due).height, hit.height, good.filter(due).height)


def silent_share(judged: pl.DataFrame) -> float:
    """Return the share of what is nowhere that nothing was found for."""
    nowhere = judged.filter(pl.col("kind").is_in(NOTHING))
    return nowhere["quality"].null_count() / nowhere.height


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
