"""Whether the estimates keep their promises: how often intervals hold the truth, how often the stop rule errs.

make battery-estimates      2,000 simulations of each kind of closed door, 1,000 years of each kind of targeting

The random arm is the product's own (`allocate`), at the planned volume: about 800 controls a week over twelve districts
of different sizes, 15 % by lot, eight sectors in which 20 to 40 % have something to find.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspection.targeting.choosing import allocate
from inspection.targeting.evaluating import DistrictWeek, Draw, Estimate, Interval, Lot, Outcome, estimate
from inspection.targeting.evaluating.pairing import compare, expected_draws
from inspection.targeting.evaluating.stopping import Sides, first_said
from inspection.time_of import today
from sectors import load_rules
from sectors.rules.selection import MeasuringRules

RESULTS = Path(__file__).parent / "results"
WEEKS, YEAR, POOL, BATCH = 13, 52, 200, 50
LIFTED = 4  # every so many simulations have a risk arm as well: seven thousand visits are slow
RANDOM_SHARE = 0.15
CAPACITY = (130, 110, 95, 85, 75, 65, 60, 50, 45, 35, 30, 20)
SIZES = (9000, 6000, 5000, 3500, 2500, 1500, 900, 400)
RATES = (0.22, 0.40, 0.30, 0.25, 0.36, 0.20, 0.33, 0.28)
SHARES = (0.25, 0.25, 0.15, 0.10, 0.10, 0.05, 0.05, 0.05)  # of the visits chosen by risk: policy, not size
Floats = NDArray[np.float64]
Closed = tuple[Floats, Floats]  # chance that a door stays shut, by district and sector: nothing to find, something


class World:
    """Twelve districts with eight sectors: sizes, truths, and weeks that the product allocated."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        many = len(CAPACITY), len(SIZES)
        scale = np.array(CAPACITY)[:, None] / sum(CAPACITY) * np.array(SIZES) * 8
        self.sizes = np.maximum(3, scale * random.lognormal(0, 0.4, many)).astype(int)
        self.rates = np.clip(np.array(RATES) + random.uniform(-0.05, 0.05, many), 0.15, 0.45)
        self.names = [[f"d{d:02}|s{s}" for s in range(many[1])] for d in range(many[0])]
        held = {str(d): {n: int(size) for n, size in zip(self.names[d], self.sizes[d], strict=True)} for d in range(12)}
        room = {str(d): c for d, c in enumerate(CAPACITY)}
        pool = [allocate(held, room, RANDOM_SHARE, seed * POOL + i) for i in range(POOL)]
        both = [[[one[str(d), n] for n in names] for d, names in enumerate(self.names)] for one in pool]
        self.drawn = np.array([[[s.drawn for s in row] for row in one] for one in both])
        self.inclusion = np.array([[[s.inclusion for s in row] for row in one] for one in both])
        self.risk = np.maximum(1, np.rint(np.array(CAPACITY)[:, None] * 0.7 * np.array(SHARES))).astype(int)

    @property
    def truth(self) -> float:
        """The share of the whole frame with something to find."""
        return float((self.sizes * self.rates).sum() / self.sizes.sum())

    def frame(self, weeks: int) -> dict[str, float]:
        """Sizes of the strata, summed over weeks."""
        flat = [name for row in self.names for name in row]
        return {name: float(size) * weeks for name, size in zip(flat, self.sizes.ravel(), strict=True)}


@dataclass(frozen=True)
class Doors:
    """A kind of closed door, and what is promised of it; `reached` is the part of second visits that see somebody."""

    name: str
    closed: Callable[[World], Closed]
    weeks: int = WEEKS
    reached: float | None = None
    alike: bool = True


def flat(nothing: float, something: float) -> Callable[[World], Closed]:
    """Every stratum alike."""
    return lambda world: (np.full(world.rates.shape, nothing), np.full(world.rates.shape, something))


def by_stratum(most: float) -> Callable[[World], Closed]:
    """Doors stay shut more often where there is more to find: between strata, not within them."""

    def closed(world: World) -> Closed:
        low, high = world.rates.min(), world.rates.max()
        shut = most * (world.rates - low) / (high - low)
        return shut, shut

    return closed


KINDS = (
    Doors("all doors open", flat(0, 0)),
    Doors("all open, four weeks", flat(0, 0), weeks=4),
    Doors("3 % shut at random", flat(0.03, 0.03)),
    Doors("shut by stratum, 3 % in all", by_stratum(0.07)),
    Doors("20 % shut at random", flat(0.2, 0.2)),
    Doors("shut by stratum, 20 % in all", by_stratum(0.45)),
    Doors("shut by outcome: 15 % and 35 %", flat(0.15, 0.35), alike=False),
    Doors("shut by outcome: 6 % and 12 %", flat(0.06, 0.12), alike=False),
    Doors("shut by outcome, within the limit: 3 % and 6 %", flat(0.03, 0.06), alike=False),
    Doors("by outcome, second visits see all", flat(0.15, 0.35), reached=1.0),
    Doors("by outcome, second visits see 80 %", flat(0.15, 0.35), reached=0.8, alike=False),
)


def simulated(
    world: World, kind: Doors, rules: MeasuringRules, random: np.random.Generator, lift: float | None
) -> Estimate:
    """Draw a period, visit, and estimate by the public face; without a lift the risk arm stays at home."""
    weeks = random.integers(0, POOL, kind.weeks)
    drawn, inclusion = world.drawn[weeks], world.inclusion[weeks]
    week, district, sector = np.nonzero(drawn)
    n = drawn[week, district, sector]
    week, district, sector = (np.repeat(at, n) for at in (week, district, sector))
    found = random.random(len(week)) < world.rates[district, sector]
    nothing, something = kind.closed(world)
    shut = random.random(len(week)) < np.where(found, something[district, sector], nothing[district, sector])
    owed = random.random(len(week)) < rules.follow_up_share
    second = shut & owed & (random.random(len(week)) < (kind.reached or 0))
    draws = [
        Draw(
            float(p),
            bool(f) if (not s or again) else None,
            world.names[d][c],
            Lot(rules.follow_up_share, bool(o)) if s and kind.reached is not None else None,
        )
        for p, f, s, again, o, d, c in zip(
            inclusion[week, district, sector], found, shut, second, owed, district, sector, strict=True
        )
    ]
    chosen = () if lift is None else _risk(world, kind, random, lift)
    return estimate(draws, chosen, rules=rules, sizes=world.frame(kind.weeks))


def _risk(world: World, kind: Doors, random: np.random.Generator, lift: float) -> Iterator[Outcome]:
    """The risk arm: `lift` times the rate of each stratum, doors as shut as those of the random arm."""
    nothing, something = kind.closed(world)
    visits = world.risk * kind.weeks
    yes = random.binomial(visits, world.rates * lift)
    shut_yes, shut_no = random.binomial(yes, something), random.binomial(visits - yes, nothing)
    for d, c in np.ndindex(*visits.shape):
        name = world.names[d][c]
        yield from [Outcome(True, name)] * int(yes[d, c] - shut_yes[d, c])
        yield from [Outcome(False, name)] * int(visits[d, c] - yes[d, c] - shut_no[d, c])
        yield from [Outcome(None, name)] * int(shut_yes[d, c] + shut_no[d, c])


def covered(world: World, kind: Doors, rules: MeasuringRules, runs: int, seed: int) -> dict[str, float]:
    """Count how often each interval held the truth."""
    random, lift = np.random.default_rng(seed), 2.0
    made = [simulated(world, kind, rules, random, None if i % LIFTED else lift) for i in range(runs)]
    printed = [one.prevalence for one in made if one.prevalence]

    def part(intervals: list[Interval | None], truth: float) -> float:
        return sum(one is not None and one.low <= truth <= one.high for one in intervals) / len(intervals)

    return {
        "printed": part([one.prevalence for one in made], world.truth),
        "said to be bounds": sum(one.is_bounds for one in made) / runs,
        "if alike": part([one.if_alike for one in made], world.truth),
        "bias": float(np.mean([one.value for one in printed])) - world.truth,
        "width": float(np.mean([one.high - one.low for one in printed])),
        "lift": part([one.lift for one in made[::LIFTED]], lift),
        "lift bounds": sum(one.lift_is_bounds for one in made[::LIFTED]) / len(made[::LIFTED]),
    }


@dataclass(frozen=True)
class Targeting:
    """A kind of targeting: the lift by district, doors of both arms, and the answer that would be an error."""

    name: str
    lift: float
    wrong: str | None
    uneven: float = 0.0
    lot_shut: tuple[float, float] = (0.02, 0.02)
    risk_shut: tuple[float, float] = (0.02, 0.02)


TARGETINGS = (
    Targeting("no better than a lot", 1.0, "helps"),
    Targeting("no better than a lot, all doors open", 1.0, "helps", lot_shut=(0, 0), risk_shut=(0, 0)),
    Targeting("no better on average: half as much or half more, by district", 1.0, "helps", uneven=0.5),
    Targeting("no better; the lot's violators hide", 1.0, "helps", lot_shut=(0.1, 0.3), risk_shut=(0.05, 0.0)),
    Targeting("worse: 0.8", 0.8, "helps"),
    Targeting("just worth it: 1.25", 1.25, "does_not_help"),
    Targeting("just worth it; the risk arm's violators hide", 1.25, "does_not_help", risk_shut=(0.0, 0.2)),
    Targeting("twice", 2.0, "does_not_help"),
    Targeting("twice, 10 % shut in both arms", 2.0, "does_not_help", lot_shut=(0.1, 0.1), risk_shut=(0.1, 0.1)),
    Targeting("half more", 1.5, "does_not_help"),
)


def years(
    world: World, kind: Targeting, rules: MeasuringRules, runs: int, seed: int, districts: int = 12
) -> dict[str, float | str]:
    """Simulate years week by week, ask the rule after every one, and count what it said."""
    random = np.random.default_rng(seed)
    said: list[tuple[str, int | None]] = []
    for start in range(0, runs, BATCH):
        both = sides_of(world, kind, rules, random, min(BATCH, runs - start), districts)
        said += [first_said(Sides(*(side[i] for side in both)), rules) for i in range(len(both[0]))]
    answers = [one for one, _ in said]
    asked = sorted(at // districts + 1 for one, at in said if at is not None)
    return {
        "helps": answers.count("helps") / runs,
        "does not help": answers.count("does_not_help") / runs,
        "cannot tell": answers.count("cannot_tell_yet") / runs,
        "wrong": answers.count(kind.wrong) / runs if kind.wrong else 0.0,
        "median week": str(asked[len(asked) // 2]) if asked else "–",
    }


def lifts(world: World, kind: Targeting, weights: Floats) -> Floats:
    """Lift by district and sector, with `kind.lift` as the ratio over all that is compared."""
    tilt = 1 + kind.uneven * (1 - 2 * (np.arange(len(CAPACITY)) % 2))[:, None]
    raw = tilt * np.ones_like(world.rates)
    return raw * kind.lift * (weights * world.rates).sum() / (weights * world.rates * raw).sum()


def design(world: World, rules: MeasuringRules) -> tuple[Floats, Floats]:
    """Expected draws, and weight over the most that a lot could find, by allocation, district and sector."""
    expected = np.zeros(world.drawn.shape)
    for k, d in np.ndindex(*world.drawn.shape[:2]):
        strata = {n: (int(world.drawn[k, d, i]), int(world.sizes[d, i])) for i, n in enumerate(world.names[d])}
        expected[k, d] = [expected_draws(strata)[name] for name in world.names[d]]
    most = rules.most_weight
    return expected, np.minimum(world.risk, most * expected) / (most * world.drawn.sum(axis=2, keepdims=True))


def sides_of(
    world: World, kind: Targeting, rules: MeasuringRules, random: np.random.Generator, runs: int, districts: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Simulate years of comparisons, in columns; that this is what `compare` gives is checked on the first weeks."""
    expected, weight = design(world, rules)
    rates = np.clip(world.rates * lifts(world, kind, weight.mean(axis=0)), 0, 1)
    week = random.integers(0, POOL, (runs, YEAR))
    n, r = world.drawn[week], np.broadcast_to(world.risk, (runs, YEAR, *world.risk.shape))
    lot, lot_shut = _visited(random, n, world.rates, kind.lot_shut)
    hit, hit_shut = _visited(random, r, rates, kind.risk_shut)
    per_draw = np.divide(weight, expected, out=np.zeros_like(weight), where=expected > 0)[week]
    per_visit = weight[week] / r
    _as_compared(world, rules, week[0, 0], (lot, lot_shut, hit, hit_shut), (per_draw, per_visit))
    columns = (hit * per_visit, (hit + hit_shut) * per_visit, lot * per_draw, (lot + lot_shut) * per_draw)
    least, most, low, high = (one.sum(axis=-1)[:, :, :districts].reshape(runs, -1) for one in columns)
    return least, most, low, high


def _visited(
    random: np.random.Generator, n: NDArray[np.int64], rates: Floats, shut: tuple[float, float]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many had a finding and were seen, and how many nobody saw."""
    yes = random.binomial(n, rates)
    hidden = random.binomial(yes, shut[1])
    return yes - hidden, hidden + random.binomial(n - yes, shut[0])


def _as_compared(
    world: World,
    rules: MeasuringRules,
    k: int,
    found: tuple[NDArray[np.int64], ...],
    weights: tuple[Floats, Floats],
) -> None:
    """Fail where the columns are not what the product computes from the same visits."""
    lot, lot_shut, hit, hit_shut = (one[0, 0] for one in found)
    for d, names in enumerate(world.names):

        def visits(yes: NDArray[np.int64], shut: NDArray[np.int64], n: NDArray[np.int64]) -> tuple[Outcome, ...]:
            kinds = ((True, yes[d]), (None, shut[d]), (False, n - yes[d] - shut[d]))  # noqa: B023
            return tuple(
                Outcome(has, names[i])  # noqa: B023
                for has, many in kinds
                for i in range(len(names))  # noqa: B023
                for _ in range(int(many[i]))
            )

        strata = {name: (int(world.drawn[k, d, i]), int(world.sizes[d, i])) for i, name in enumerate(names)}
        drawn, chosen = visits(lot, lot_shut, world.drawn[k, d]), visits(hit, hit_shut, world.risk[d])
        pair = compare(DistrictWeek(week="", strata=strata, drawn=drawn, chosen=chosen), rules.most_weight)
        assert pair is not None
        here = float((hit[d] * weights[1][0, 0, d]).sum()), float(((lot + lot_shut)[d] * weights[0][0, 0, d]).sum())
        assert np.allclose((pair.risk[0], pair.lot[1]), here), "the columns are not what compare() gives"


def page(world: World, rules: MeasuringRules, runs: int, simulated_years: int, seed: int) -> tuple[str, bool]:
    """Return all figures as text, and whether every promise was kept."""
    lines, kept = [f"truth {world.truth:.3f}, about {sum(CAPACITY)} controls a week, 15 % by lot", ""], True
    lines.append(
        f"{runs} simulations each, {WEEKS} weeks: printed, said to be bounds, if alike, bias, width;"
        f" lift (bounds), of one in {LIFTED}"
    )
    for i, kind in enumerate(KINDS):
        one = covered(world, kind, rules, runs, seed + i)
        bounds = one["said to be bounds"] > 0.5
        good = one["printed"] >= 0.95 if bounds else (not kind.alike or 0.93 <= one["printed"] <= 0.97)
        good = good and (not kind.alike or 0.93 <= one["if alike"] <= 0.97)
        kept = kept and good
        lines.append(
            f"{kind.name:48} {one['printed']:6.1%} {one['said to be bounds']:6.1%} {one['if alike']:6.1%}"
            f" {one['bias']:+.3f} {one['width']:.3f}  {one['lift']:6.1%} ({one['lift bounds']:.0%})"
            f"{'' if good else '  NOT KEPT'}"
        )
    lines += ["", f"{simulated_years} years each: helps, does not help, cannot tell; wrong; median week of an answer"]
    for i, (kind, districts) in enumerate([*((t, 12) for t in TARGETINGS), (TARGETINGS[7], 1)]):
        told = years(world, kind, rules, simulated_years, seed + 100 + i, districts)
        good = float(told["wrong"]) <= rules.stop_error and (kind.lift < 2 or float(told["helps"]) >= 0.8)
        kept = kept and good
        name = kind.name if districts == 12 else f"{kind.name}, one district alone"
        shares = " ".join(f"{float(told[key]):6.1%}" for key in ("helps", "does not help", "cannot tell", "wrong"))
        lines.append(f"{name:62} {shares}  {told['median week']}{'' if good else '  NOT KEPT'}")
    return "\n".join(lines), kept


def main() -> int:
    """Simulate all of it, print and keep what came of it, and fail where a promise was not kept."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--simulations", type=int, default=2000)
    given.add_argument("--years", type=int, default=1000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--results", type=Path, default=RESULTS)
    asked = given.parse_args()
    rules = load_rules().on(today()).measuring
    text, kept = page(World(asked.seed), rules, asked.simulations, asked.years, asked.seed)
    machine = f"{today()}, {platform.machine()}, {os.cpu_count()} cores, {time.process_time():.0f} s of one core"
    asked_for = f"{asked.simulations} simulations and {asked.years} years, seed {asked.seed}"
    text = f"{asked_for}\n{machine}\n\n{text}\n"
    sys.stdout.write(text)
    (asked.results / f"estimates-{today()}.txt").write_text(text)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
