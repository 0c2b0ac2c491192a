"""Ruin and recreate: take a part of the week apart, fill it again a little differently, keep what is better."""

import numpy as np

from inspection.planning.search.arrays import Best, Dice, Floats, Ints, Rounds, Taste, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.moves import begin, go_back
from inspection.planning.search.recreate import fill
from inspection.planning.search.rng import pick, roll
from inspection.planning.search.ruin import ruin
from inspection.planning.search.shorten import shorten

# Tuning constants. Heats are parts of the mean value of an optional visit; a search that has few steps for each visit
# begins less hot, down to LEAST_HOT of HOT at FEW steps, or it would end before it has cooled.
HOT, COLD = 0.8, 0.005
FEW, LEAST_HOT = 10.0, 0.3
LONGING, MOST_LONGING = 0.01, 0.2  # how often a step wants a whole neighbourhood, for each stop of a mean round
WANT = 3.0
BLUR = 0.25
LEAN = 0.15
POWERS = (0.6, 1.4)
MUST = 10.0  # what an absent required visit weighs against optional ones while the search wanders
ROAD = 1e-4  # what a minute on the road weighs: enough to choose the shorter of two equal weeks


@inner
def score_of(rounds: Rounds) -> Floats:
    """Return the required visits placed, the worth of all rounds, and their minutes of travel and service."""
    count, musts, gain, work = rounds.rows.count, rounds.rows.musts, rounds.rows.gain, rounds.rows.work
    score = np.zeros(3)
    for d in range(count.size):
        if count[d]:
            score[0] += musts[d]
            score[1] += gain[d]
            score[2] += work[d]
    return score


@inner
def beats(found: Floats, known: Floats) -> bool:
    """Tell whether a week is better: required visits before worth, worth before minutes, float noise apart."""
    if found[0] != known[0]:
        return bool(found[0] > known[0])
    if abs(found[1] - known[1]) > 1e-9 * (1 + abs(known[1])):
        return bool(found[1] > known[1])
    return bool(found[2] < known[2] - 1e-6)


@inner
def keep(rounds: Rounds, best: Best, score: Floats) -> None:
    """Take the rounds over as the best week."""
    rows = rounds.rows
    for i in range(score.size):
        best.score[i] = score[i]
    for d in range(rows.count.size):
        best.count[d], best.lo[d], best.hi[d] = rows.count[d], rows.lo[d], rows.hi[d]
        for i in range(rows.stops.shape[1]):
            best.stops[d, i] = rows.stops[d, i]
    for node in range(rounds.opens.shape[0]):
        for k in range(rounds.opens.shape[1]):
            best.opens[node, k], best.closes[node, k] = rounds.opens[node, k], rounds.closes[node, k]


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


@inner
def improve(
    week: Week, rounds: Rounds, undo: Undo, best: Best, dice: Dice, steps: int, first: float, total: float
) -> None:
    """Do so many steps, the first being step `first` of `total`: the search has cooled by that share of its way."""
    now = score_of(rounds)
    scale, hot = _scale(week), _hot(total / week.value.size)
    node_taste, day_taste = np.ones(week.value.size), np.ones(rounds.rows.count.size)
    for i in range(steps):
        heat = scale * hot * (COLD / hot) ** min(1.0, (first + i) / total)
        begin(week, rounds, undo)
        freed = freed_by(week, ruin(week, rounds, undo, dice))
        for node in range(node_taste.size):
            node_taste[node] = 1.0 + BLUR * (2.0 * roll(dice) - 1.0)
        for d in range(day_taste.size):
            day_taste[d] = 1.0 + LEAN * (2.0 * roll(dice) - 1.0)
        if roll(dice) < min(MOST_LONGING, LONGING * _mean_stops(rounds)):
            _long_for(week, rounds, dice, node_taste)
        taste = Taste(node_taste, day_taste, POWERS[0] + (POWERS[1] - POWERS[0]) * roll(dice))
        late = roll(dice) < 0.5
        fill(week, rounds, undo, dice, taste, freed, late)
        if shorten(week, rounds, undo):
            fill(week, rounds, undo, dice, taste, freed, late)
        found = score_of(rounds)
        if beats(found, best.score):
            keep(rounds, best, found)
        loss = (now[0] - found[0]) * MUST * scale + now[1] - found[1] + ROAD * scale * (found[2] - now[2])
        if loss <= 0 or roll(dice) < np.exp(-loss / heat):
            now = found
        else:
            go_back(week, rounds, undo)


@inner
def _mean_stops(rounds: Rounds) -> float:
    return float(rounds.rows.count.sum() / max(1, np.count_nonzero(rounds.rows.count)))


@inner
def _hot(steps_a_visit: float) -> float:
    """Return with which heat a search of so many steps for each visit begins."""
    more = np.log10(max(1.0, steps_a_visit / FEW)) / 2
    return float(HOT * (LEAST_HOT + (1.0 - LEAST_HOT) * min(1.0, more)))


@inner
def _long_for(week: Week, rounds: Rounds, dice: Dice, liking: Floats) -> None:
    """Like all that lies around a candidate without a place: a far group pays only if much of it is taken at once."""
    seed = pick(dice, liking.size)
    for _ in range(8):
        if rounds.where[seed] < 0:
            break
        seed = pick(dice, liking.size)
    away = week.travel[week.point[seed], week.point]
    reach = max(1.0, (0.02 + 0.25 * roll(dice) ** 2) * away.mean())
    want = WANT * roll(dice)
    for node in range(liking.size):
        liking[node] *= 1.0 + want * np.exp(-away[node] / reach)


@inner
def _scale(week: Week) -> float:
    """Return the mean value of an optional visit."""
    total, count = 0.0, 0
    for node in range(week.value.size):
        if week.twins[node] == 1 and not week.required[node]:
            total += abs(week.value[node])
            count += 1
    return total / count if total > 0 else 1.0
