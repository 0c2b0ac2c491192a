"""Builders for measuring: the rules of it, draws of a stratum, weeks of districts, draws as a card judges them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from inspection.targeting.evaluating import DistrictWeek, Draw, Judged, Lot, Outcome
from sectors.rules.selection import MeasuringRules

KNOWN: dict[str, Any] = {
    "interval_level": 0.95, "non_response_limit": 0.05, "follow_up_share": 0.5, "follow_up_days": 42,
    "stop_error": 0.01, "least_lift": 1.25, "most_weight": 6.0, "fairness_band": (0.8, 1.25), "least_group": 30,
    "calibration_slope": (0.9, 1.1), "calibration_error": 0.03, "calibration_bins": 10,
    "size_classes": (1, 5, 20),
}  # fmt: skip
# size, draws, share with something to find, part of the doors that stay shut
STRATA = {"liege|a": (4000, 60, 0.15, 0.1), "liege|b": (900, 60, 0.45, 0.6), "namur|a": (3000, 40, 0.2, 0.05)}
SIZES = {name: float(size) for name, (size, *_) in STRATA.items()}
TRUTH = sum(size * share for size, _, share, _ in STRATA.values()) / sum(SIZES.values())


def measuring(**fields: Any) -> MeasuringRules:
    """How it is measured."""
    return MeasuringRules(source="a test", confidence="L", **KNOWN | fields)


def draws_of(random: Random, shut: float | None = None, by_outcome: float = 0.0, reached: float | None = None) -> list:
    """Draws of all strata; doors stay shut by stratum or as often as `shut`, and more often where there is something.

    Arguments: `reached` which part of the second visits, owed by a lot of one half, see somebody; None: no lot is held.
    """
    return list(_draws(random, shut, by_outcome, reached))


def _draws(random: Random, shut: float | None, by_outcome: float, reached: float | None) -> Iterator[Draw]:
    for name, (size, n, share, closed) in STRATA.items():
        for _ in range(n):
            found = random.random() < share
            part = (closed if shut is None else shut) + by_outcome * found
            if random.random() >= part:
                yield Draw(n / size, found, name)
            elif reached is None:
                yield Draw(n / size, None, name)
            else:
                owed = random.random() < 0.5
                yield Draw(n / size, found if owed and random.random() < reached else None, name, Lot(0.5, owed))


def a_week(random: Random, week: int, lift: float, shut: float = 0.0, base: float = 0.3) -> DistrictWeek:
    """A district's week: ten draws of two strata, and sixty visits that find `lift` times as much."""

    def visits(sector: str, many: int, share: float) -> tuple[Outcome, ...]:
        found = (random.random() < share for _ in range(many))
        return tuple(Outcome(None if random.random() < shut else one, f"liege|{sector}") for one in found)

    return DistrictWeek(
        week=f"2026-W{week:02}",
        strata={"liege|a": (6, 5000), "liege|b": (4, 3000)},
        drawn=(*visits("a", 6, base), *visits("b", 4, base)),
        chosen=(*visits("a", 30, base * lift), *visits("b", 30, base * lift)),
    )


def judged(chosen: float, found: bool | None, region: str, **points: int) -> Judged:
    """One draw of the random arm, of a region."""
    return Judged(
        groups={"region": region}, chosen=chosen, has_finding=found, inclusion_probability=0.1, points=points, pool="l"
    )
