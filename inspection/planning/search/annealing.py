"""Ruin and recreate: take a part of the week apart, fill it again a little differently, keep what is better."""

import numpy as np

from inspection.planning.search.arrays import Best, Floats, Ints, Noise, RngState, Rounds, Undo, Week
from inspection.planning.search.compiling import inner
from inspection.planning.search.moves import begin_step, undo_step
from inspection.planning.search.recreate import fill
from inspection.planning.search.rng import randint, uniform
from inspection.planning.search.ruin import ruin
from inspection.planning.search.shorten import shorten

# Tuning constants, found by trying on the tuning seeds of benchmarks/planning.
# Temperatures are parts of the mean value of an optional visit. A search with few steps for each visit begins cooler,
# down to LEAST_START of START_TEMPERATURE at FEW_STEPS: hotter, it would end before it has cooled down.
START_TEMPERATURE, END_TEMPERATURE = 0.8, 0.005
FEW_STEPS, LEAST_START = 10.0, 0.3
# How often a step favours a whole neighbourhood, for each stop of a mean round, and how much it is favoured at most:
# the longer the rounds, the more a far group of visits can be worth a journey that none of them is worth alone.
CLUSTER_RATE, MOST_CLUSTER_RATE = 0.01, 0.2
CLUSTER_BONUS = 3.0
# By what part a step over- or undervalues each visit and each team-day, and the power of added minutes by which it
# divides a value: without noise every repetition would build the same rounds again.
NODE_NOISE, DAY_NOISE = 0.25, 0.15
MINUTE_POWERS = (0.6, 1.4)
REQUIRED_WEIGHT = 10.0  # what an absent required visit weighs against optional ones while the search wanders
MINUTE_WEIGHT = 1e-4  # what a minute on the road weighs: enough to choose the shorter of two equal weeks


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
def anneal(
    week: Week, rounds: Rounds, undo: Undo, best: Best, rng: RngState, steps: int, first: float, total: float
) -> None:
    """Do so many steps, the first being step `first` of `total`: the search has cooled by that share of its way."""
    now = score_of(rounds)
    scale, start_temperature = _scale(week), _start_temperature(total / week.value.size)
    node_noise, day_noise = np.ones(week.value.size), np.ones(rounds.rows.count.size)
    for i in range(steps):
        temperature = scale * start_temperature * (END_TEMPERATURE / start_temperature) ** min(1.0, (first + i) / total)
        begin_step(week, rounds, undo)
        freed = freed_by(week, ruin(week, rounds, undo, rng))
        for node in range(node_noise.size):
            node_noise[node] = 1.0 + NODE_NOISE * (2.0 * uniform(rng) - 1.0)
        for d in range(day_noise.size):
            day_noise[d] = 1.0 + DAY_NOISE * (2.0 * uniform(rng) - 1.0)
        if uniform(rng) < min(MOST_CLUSTER_RATE, CLUSTER_RATE * _mean_stops(rounds)):
            _favour_cluster(week, rounds, rng, node_noise)
        noise = Noise(node_noise, day_noise, MINUTE_POWERS[0] + (MINUTE_POWERS[1] - MINUTE_POWERS[0]) * uniform(rng))
        late = uniform(rng) < 0.5
        fill(week, rounds, undo, rng, noise, freed, late)
        if shorten(week, rounds, undo):
            fill(week, rounds, undo, rng, noise, freed, late)
        found = score_of(rounds)
        if beats(found, best.score):
            keep(rounds, best, found)
        loss = (
            (now[0] - found[0]) * REQUIRED_WEIGHT * scale
            + now[1]
            - found[1]
            + MINUTE_WEIGHT * scale * (found[2] - now[2])
        )
        if loss <= 0 or uniform(rng) < np.exp(-loss / temperature):
            now = found
        else:
            undo_step(week, rounds, undo)


@inner
def _mean_stops(rounds: Rounds) -> float:
    return float(rounds.rows.count.sum() / max(1, np.count_nonzero(rounds.rows.count)))


@inner
def _start_temperature(steps_a_visit: float) -> float:
    """Return with which temperature a search of so many steps for each visit begins."""
    more = np.log10(max(1.0, steps_a_visit / FEW_STEPS)) / 2
    return float(START_TEMPERATURE * (LEAST_START + (1.0 - LEAST_START) * min(1.0, more)))


@inner
def _favour_cluster(week: Week, rounds: Rounds, rng: RngState, weight: Floats) -> None:
    """Like all that lies around a candidate without a place: a far group pays only if much of it is taken at once."""
    seed = randint(rng, weight.size)
    for _ in range(8):
        if rounds.where[seed] < 0:
            break
        seed = randint(rng, weight.size)
    away = week.travel[week.point[seed], week.point]
    reach = max(1.0, (0.02 + 0.25 * uniform(rng) ** 2) * away.mean())
    want = CLUSTER_BONUS * uniform(rng)
    for node in range(weight.size):
        weight[node] *= 1.0 + want * np.exp(-away[node] / reach)


@inner
def _scale(week: Week) -> float:
    """Return the mean value of an optional visit."""
    total, count = 0.0, 0
    for node in range(week.value.size):
        if week.twins[node] == 1 and not week.required[node]:
            total += abs(week.value[node])
            count += 1
    return total / count if total > 0 else 1.0
