"""Ruin and recreate: take a part of the week apart, fill it again a little differently, keep what is better."""

import numpy as np

from .arrays import Best, Dice, Floats, Ints, Rounds, Taste, Undo, Week
from .compiled import compiled, inner
from .dice import roll
from .moves import begin, go_back
from .recreate import fill
from .ruin import ruin

# Tuning constants. Heats are parts of the mean value of an optional visit.
HOT, COLD = 0.25, 0.005
BLUR = 0.25
LEAN = 0.15
POWERS = (0.6, 1.4)
MUST = 10.0  # what an absent required visit weighs against optional ones while the search wanders
ROAD = 1e-4  # what a minute on the road weighs: enough to choose the shorter of two equal weeks


@compiled
def score_of(rounds: Rounds) -> Floats:
    """Return the required visits placed, the worth of all rounds, and their minutes of travel and service."""
    score = np.zeros(3)
    for d in range(rounds.rows.count.size):
        if rounds.rows.count[d]:
            score[0] += rounds.rows.musts[d]
            score[1] += rounds.rows.gain[d]
            score[2] += rounds.rows.work[d]
    return score


@compiled
def beats(found: Floats, known: Floats) -> bool:
    """Tell whether a week is better: required visits before worth, worth before minutes, float noise apart."""
    if found[0] != known[0]:
        return bool(found[0] > known[0])
    if abs(found[1] - known[1]) > 1e-9 * (1 + abs(known[1])):
        return bool(found[1] > known[1])
    return bool(found[2] < known[2] - 1e-6)


@compiled
def keep(rounds: Rounds, best: Best, score: Floats) -> None:
    """Take the rounds over as the best week."""
    best.score[:] = score
    best.stops[:] = rounds.rows.stops
    best.count[:] = rounds.rows.count
    best.lo[:] = rounds.rows.lo
    best.hi[:] = rounds.rows.hi
    best.opens[:] = rounds.opens
    best.closes[:] = rounds.closes


@inner
def freed_by(week: Week, gone: Ints) -> Ints:
    """Return the nodes that may have a place again: those taken out, and the others of their workplaces."""
    size = 0
    for node in gone:
        place = week.workplace[node]
        size += week.at_workplace_from[place + 1] - week.at_workplace_from[place]
    freed = np.empty(size, dtype=np.intp)
    size = 0
    for node in gone:
        place = week.workplace[node]
        for i in range(week.at_workplace_from[place], week.at_workplace_from[place + 1]):
            if week.twins[week.at_workplace[i]] == 1:
                freed[size] = week.at_workplace[i]
                size += 1
    return freed[:size]


@compiled
def improve(
    week: Week, rounds: Rounds, undo: Undo, best: Best, dice: Dice, steps: int, first: float, total: float
) -> None:
    """Do so many steps, the first being step `first` of `total`: the search has cooled by that share of its way."""
    now = score_of(rounds)
    scale = _scale(week)
    node_taste, day_taste = np.ones(week.value.size), np.ones(rounds.rows.count.size)
    for i in range(steps):
        done = min(1.0, (first + i) / total)
        heat = scale * HOT * (COLD / HOT) ** done
        begin(week, rounds, undo)
        freed = freed_by(week, ruin(week, rounds, undo, dice))
        for node in range(node_taste.size):
            node_taste[node] = 1.0 + BLUR * (2.0 * roll(dice) - 1.0)
        for d in range(day_taste.size):
            day_taste[d] = 1.0 + LEAN * (2.0 * roll(dice) - 1.0)
        taste = Taste(node_taste, day_taste, POWERS[0] + (POWERS[1] - POWERS[0]) * roll(dice))
        fill(week, rounds, undo, dice, taste, freed, roll(dice) < 0.5)
        found = score_of(rounds)
        if beats(found, best.score):
            keep(rounds, best, found)
        loss = (now[0] - found[0]) * MUST * scale + now[1] - found[1] + ROAD * scale * (found[2] - now[2])
        if loss <= 0 or roll(dice) < np.exp(-loss / heat):
            now[:] = found
        else:
            go_back(week, rounds, undo)


@inner
def _scale(week: Week) -> float:
    """Return the mean value of an optional visit."""
    total, count = 0.0, 0
    for node in range(week.value.size):
        if week.twins[node] == 1 and not week.required[node]:
            total += abs(week.value[node])
            count += 1
    return total / count if total > 0 else 1.0
