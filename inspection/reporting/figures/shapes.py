"""The shape of a figure, and of what counting it gives."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from inspection.reporting.facts import FigureFacts, StratumFact, VisitFact
from inspection.targeting import evaluating
from sectors.rules.selection import MeasuringRules

PERIOD, SERVICE = "period", "service"
ALWAYS = (PERIOD, SERVICE)
Unit = Literal[
    "visits", "controls", "findings", "signs", "persons", "referrals", "deliveries", "alerts", "notices", "links",
    "calls", "minutes", "share", "ratio", "records",
]  # fmt: skip
Atoms = tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """One line of a count: the day, an atom for each dimension of the figure, and how many.

    minutes
        What was measured, for a figure of durations.
    draw
        The visit behind it, for an estimate.
    """

    on: date
    atoms: Atoms
    n: int = 1
    minutes: float | None = None
    draw: VisitFact | None = None


@dataclass(frozen=True, kw_only=True)
class NamedFigure:
    """A figure with its name and its definition, which is printed wherever the figure is; both are keys of texts."""

    id: str
    unit: Unit

    @property
    def label(self) -> str:
        """The key of its name."""
        return f"figure.{self.id}"

    @property
    def definition(self) -> str:
        """The key of its definition."""
        return f"figure.{self.id}.definition"


@dataclass(frozen=True, kw_only=True)
class Figure(NamedFigure):
    """A figure that Vigie counts, by which dimensions, and how.

    kind
        "count" adds up; "duration" has a median and a ninth decile; "estimate" is drawn from the random arm.
    dimensions
        By what it can be cut, besides period and service, which every figure has.
    not_held
        Dimensions that others ask for and that Vigie does not hold: a table prints them as "not held".
    tally
        Gives the lines that are counted, whatever their day.
    """

    kind: Literal["count", "duration", "estimate"] = "count"
    dimensions: tuple[str, ...]
    not_held: tuple[str, ...] = ()
    tally: Callable[[FigureFacts], Iterable[Tally]] = field(repr=False)


@dataclass(frozen=True)
class Spread:
    """Durations: how many, the median and the ninth decile in minutes (each is one of the values: the nearest rank)."""

    n: int
    median: float
    p90: float


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A figure, counted over a period.

    facets
        Period, service and the dimensions of the figure, in this order: what `counts` is by.
    counts
        How many, by the atoms of the facets; what is left out is zero.
    atoms
        What each facet can hold.
    minutes
        Of a figure of durations: the values behind it.
    draws, strata
        Of an estimate: the visits behind it, and how large the strata were that they were drawn from, week by week.
    """

    figure: str
    first: date
    last: date
    facets: tuple[str, ...]
    counts: Mapping[Atoms, int] = field(repr=False)
    atoms: Mapping[str, tuple[str, ...]] = field(repr=False)
    minutes: Mapping[Atoms, tuple[float, ...]] = field(default_factory=dict, repr=False)
    draws: tuple[VisitFact, ...] = field(default=(), repr=False)
    strata: tuple[StratumFact, ...] = field(default=(), repr=False)

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts.values())

    def by(self, *dimensions: str) -> dict[Atoms, int]:
        """Return the counts by some of the facets, largest detail first; combinations that did not occur are absent."""
        at = [self.facets.index(name) for name in dimensions]
        found: Counter[Atoms] = Counter()
        for atoms, n in self.counts.items():
            found[tuple(atoms[place] for place in at)] += n
        return dict(sorted(found.items()))

    def spread(self, **where: str) -> Spread | None:
        """Return median and ninth decile of the durations, of those with these atoms; None where there are none."""
        at = {self.facets.index(name): atom for name, atom in where.items()}
        values = sorted(
            value
            for atoms, several in self.minutes.items()
            if all(atoms[place] == atom for place, atom in at.items())
            for value in several
        )
        return Spread(len(values), _rank(values, 0.5), _rank(values, 0.9)) if values else None

    def estimate(self, rules: MeasuringRules, **where: str) -> "evaluating.Estimate":
        """Return what the arms say about the visits with these values, `district` or `sector`; of an estimate only."""
        mine = [v for v in self.draws if _is_in(v, where)]
        sizes: Counter[str] = Counter()
        for stratum in self.strata:
            if _is_in(stratum, where):
                sizes[_stratum(stratum)] += stratum.size
        return evaluating.estimate(
            (_draw(v, v.inclusion_probability) for v in mine if v.inclusion_probability is not None),
            (evaluating.Outcome(v.has_finding, _stratum(v)) for v in mine if v.arm == "risk"),
            rules=rules,
            sizes=sizes,
        )


def _draw(fact: VisitFact, chance: float) -> "evaluating.Draw":
    """Return a drawn visit, by its second visit where a lot was held over one."""
    stratum = fact.stratum or _stratum(fact)
    if fact.second_chance is None:
        return evaluating.Draw(chance, fact.has_finding, stratum)
    lot = evaluating.Lot(fact.second_chance, fact.is_second_owed)
    return evaluating.Draw(chance, fact.second_has_finding, stratum, lot)


def _is_in(fact: VisitFact | StratumFact, where: Mapping[str, str]) -> bool:
    return all(getattr(fact, name) == value for name, value in where.items())


def _stratum(fact: VisitFact | StratumFact) -> str:
    """Return the stratum as selections name it."""
    return f"{fact.district}|{fact.sector}"


def _rank(ordered: list[float], part: float) -> float:
    return ordered[math.ceil(part * len(ordered)) - 1]
