"""Drawing a history from a world: weeks of controls, by known chances, with inspectors, closed doors and drift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from inspection.demo.histories.world import Generated, Numbers, World
from inspection.targeting.learning import History, Roles

_ANSWERS = 0.9
_LEAST_CHANCE = 0.15  # part of a week that is spread over everybody, whatever the office believes
_WEEK = 7
_ANNOUNCED, _TOLD_BEFORE = 0.3, 0.5  # part of the controls, and the log-odds that it costs
_SLOW = 15.0  # mean days until an outcome is known, beyond the first few


@dataclass(frozen=True)
class _Country:
    """What does not change from week to week."""

    values: Numbers
    turned: Numbers
    weights: Numbers
    pairs: Any
    hunch: Numbers
    belief: Numbers
    sector: Any
    severity: Numbers


def generate(world: World, seed: int) -> Generated:
    """Return a history of `world`, and the truth behind it; the same seed, the same history."""
    rng = np.random.default_rng(seed)
    country = _country(world, rng)
    frame = pl.concat([_week(world, country, number, rng) for number in range(world.weeks)])
    end = world.begin + timedelta(days=_WEEK * world.weeks)
    return Generated(
        history=History(frame=frame.drop("truth"), roles=_roles(world)),
        truth=frame["truth"].to_numpy(),
        everybody=_everybody(world, country, rng),
        end=end,
    )


def _country(world: World, rng: np.random.Generator) -> _Country:
    size, signals = world.workplaces, world.signals
    shared = rng.normal(size=(size, 1))
    normal = np.sqrt(0.8) * rng.normal(size=(size, signals)) + np.sqrt(0.2) * shared
    drawn = rng.uniform(0.4, 1.0, signals) * rng.choice([1, 1, -1], signals)
    weights = np.array(world.weights) if world.weights else np.where(np.arange(signals) % 3 == 2, 0.0, drawn)
    turned = rng.permutation(weights)
    scale = world.strength / max(float(np.std(_shaped(normal) @ weights)), 1e-9)
    hunch = rng.normal(size=size)
    return _Country(
        values=normal,
        turned=turned * scale,
        weights=weights * scale,
        pairs=rng.choice(signals, (4, 2)),
        hunch=hunch,
        belief=_shaped(normal) @ (weights * scale) * 0.5 + rng.normal(size=size) * 0.7 + hunch * min(world.hunch, 1.0),
        sector=rng.choice(len(world.sectors), size),
        severity=np.sort(rng.normal(0, 1, world.inspectors)) * world.severity,
    )


def _shaped(values: Numbers) -> Numbers:
    """Return what values do: straight, then flat above, as a fine or a size works."""
    found: Numbers = np.minimum(values, 1.2) + 0.4 * (values > 0.5)
    return found


def truth_of(world: World, country: _Country, part: float) -> Numbers:
    """Return the log-odds of everybody by signals alone; `part` of the time has passed."""
    weights = country.weights + world.drift * part * (country.turned - country.weights)
    found: Numbers = world.level + (_shaped(country.values) - _shaped(country.values).mean(axis=0)) @ weights
    if world.interactions:
        both = np.prod([country.values[:, country.pairs[:, n]] for n in (0, 1)], axis=0)
        found = found + world.interactions * both.sum(axis=1) / np.sqrt(len(country.pairs))
    return found


def _week(world: World, country: _Country, number: int, rng: np.random.Generator) -> pl.DataFrame:
    truth = truth_of(world, country, number / max(world.weeks, 1))
    chance = _chances(country.belief * world.aimed, world.visits)
    drawn = np.flatnonzero(rng.random(world.workplaces) < chance)
    inspector = _sent(world, country.values[drawn, 2], rng)
    announced = rng.random(len(drawn)) < _ANNOUNCED
    odds = truth[drawn] + country.hunch[drawn] * world.hunch + country.severity[inspector] - _TOLD_BEFORE * announced
    found = rng.random(len(drawn)) < 1 / (1 + np.exp(-odds))
    seen = rng.random(len(drawn)) < _answers(world, country.sector[drawn], found)
    monday = world.begin + timedelta(days=_WEEK * number)
    days = [monday + timedelta(days=int(n)) for n in rng.integers(0, 5, len(drawn))]
    late = (rng.exponential(_SLOW, len(drawn)) * (1 + found) + 3).astype(int)
    names = np.array(world.sectors)
    return _signals(world, country.values[drawn], rng).with_columns(
        pl.Series("workplace", drawn),
        pl.Series("on", days, dtype=pl.Date),
        pl.Series("known_on", [day + timedelta(days=int(n)) for day, n in zip(days, late, strict=True)], dtype=pl.Date),
        pl.Series("sector", names[country.sector[drawn]]),
        pl.Series("any", [bool(a) if b else None for a, b in zip(found, seen, strict=True)], dtype=pl.Boolean),
        pl.Series("inclusion", chance[drawn]),
        pl.Series("arm", np.where(rng.random(len(drawn)) < 0.15, "random", "risk")),
        pl.Series("inspector", inspector),
        pl.Series("announced", announced),
        pl.Series("size", np.exp(country.values[drawn, 0]) * 10),
        pl.Series("last_visit", rng.integers(30, 2000, len(drawn)).astype(np.float64)),
        pl.Series("head", country.belief[drawn]),
        pl.Series("truth", truth[drawn]),
    )


def _chances(belief: Numbers, visits: int) -> Numbers:
    """Return the chance of each workplace to be controlled: part even, part by belief, at most 1."""
    size = len(belief)
    weight = np.exp(2 * belief)
    spread = _LEAST_CHANCE * visits / size
    chance: Numbers = np.minimum(spread + (1 - _LEAST_CHANCE) * visits * weight / weight.sum(), 1.0)
    return chance


def _sent(world: World, signal: Numbers, rng: np.random.Generator) -> Any:
    """Return who goes where; inspectors are numbered from mild to strict."""
    place = world.sorted * signal + np.sqrt(max(1 - world.sorted**2, 0)) * rng.normal(size=len(signal))
    rank = np.argsort(np.argsort(place))
    return rank * world.inspectors // max(len(signal), 1)


def _answers(world: World, sector: Any, found: Any) -> Numbers:
    size = len(found)
    by = {
        "all": np.ones(size),
        "random": np.full(size, _ANSWERS),
        "stratum": np.where(sector % 2 == 0, 0.95, 0.7),
        "outcome": np.where(found, 0.75, 0.95),
    }
    return by[world.response]


def _signals(world: World, values: Numbers, rng: np.random.Generator) -> pl.DataFrame:
    known = rng.random(values.shape) >= world.missing
    columns = {f"s{n}": np.where(known[:, n], values[:, n], np.nan) for n in range(values.shape[1])}
    return pl.DataFrame(columns).with_columns(pl.all().fill_nan(None))


def _everybody(world: World, country: _Country, rng: np.random.Generator) -> pl.DataFrame:
    truth = truth_of(world, country, 1.0)
    return _signals(world, country.values, rng).with_columns(
        pl.Series("workplace", np.arange(world.workplaces)),
        pl.Series("sector", np.array(world.sectors)[country.sector]),
        pl.Series("truth", truth),
        pl.Series("chance", _met(world, country, truth)),
    )


def _met(world: World, country: _Country, truth: Numbers) -> Numbers:
    """Return the chance of a finding if anybody may come, announced or not, averaged over who comes."""
    odds, total = truth + country.hunch * world.hunch, np.zeros(len(truth))
    for more in country.severity:
        for told, share in ((-_TOLD_BEFORE, _ANNOUNCED), (0.0, 1 - _ANNOUNCED)):
            total += share / (1 + np.exp(-(odds + more + told)))
    found: Numbers = total / len(country.severity)
    return found


def _roles(world: World) -> Roles:
    return Roles(
        signals=tuple(f"s{n}" for n in range(world.signals)),
        labels={"any": "any"},
        sector="sector",
        inclusion="inclusion",
        arm="arm",
        inspector="inspector",
        nuisance=("inspector", "announced"),
        keys=("workplace",),
        baselines={"size": "size", "last visit": "last_visit", "team head's list": "head"},
    )
