"""Ruin and recreate: take a part of the week apart, fill it again a little differently, keep what is better."""

from dataclasses import dataclass
from math import exp
from random import Random
from time import monotonic

import numpy as np

from .recreate import fill
from .ruin import ruin
from .state import Saved, State

# Tuning constants. Temperatures are parts of the mean value of an optional visit.
HOT, COLD = 0.25, 0.005
NOISE = (0.0, 1.0)
POWERS = (0.6, 1.4)


@dataclass(frozen=True, kw_only=True)
class Score:
    """How good a week is: required visits before worth, worth before minutes on the road."""

    required: int
    worth: float
    minutes: float

    def beats(self, other: "Score") -> bool:
        """Tell whether this week is better, differences of float noise apart."""
        if self.required != other.required:
            return self.required > other.required
        if abs(self.worth - other.worth) > 1e-9 * (1 + abs(other.worth)):
            return self.worth > other.worth
        return self.minutes < other.minutes - 1e-6


@dataclass(kw_only=True)
class Best:
    """The best week so far, whole at every moment, so that an interrupt finds it."""

    score: Score
    saved: Saved


def score(state: State) -> Score:
    """Return how good the rounds are now."""
    return Score(required=state.required_placed(), worth=state.worth(), minutes=state.minutes())


def improve(state: State, best: Best, iterations: int, until: float | None, seed: int) -> str:
    """Improve `state`, keeping the best week in `best`; return what ended it: "iterations" or "seconds"."""
    random, generator = Random(seed), np.random.default_rng(seed)  # noqa: S311 (a search, not a secret)
    scale = _scale(state)
    now, here = best.score, best.saved
    if not state.cost.size:
        return "iterations"
    for i in range(iterations):
        if until is not None and monotonic() >= until:
            return "seconds"
        if _is_complete(state, best):
            break
        heat = scale * HOT * (COLD / HOT) ** (i / iterations)
        ruin(state, random)
        fill(state, generator.random(state.cost.shape), random.uniform(*POWERS))
        found = score(state)
        if found.beats(best.score):
            best.score, best.saved = found, state.save()
        if _accept(found, now, heat, scale, random):
            now, here = found, state.save()
        else:
            state.restore(here)
    return "iterations"


def _scale(state: State) -> float:
    values = state.instance.value[state.instance.single & ~state.instance.required]
    return float(np.abs(values).mean()) if values.size else 1.0


def _accept(found: Score, now: Score, heat: float, scale: float, random: Random) -> bool:
    """Take what is better, and at times what is a little worse; a required visit is worth ten others here."""
    loss = (now.required - found.required) * 10 * scale + now.worth - found.worth
    loss += 1e-4 * scale * (found.minutes - now.minutes)
    return loss <= 0 or (heat > 0 and random.random() < exp(-loss / heat))


def _is_complete(state: State, best: Best) -> bool:
    """Tell whether nothing of worth is left out of the best week, so that no search can add to it."""
    absent = best.saved.where < 0
    wanted = absent & state.active & (state.instance.required | (state.instance.value > 0))
    return not wanted.any() and best.score.worth >= float(state.gain.max(axis=0)[state.active].sum()) - 1e-9
