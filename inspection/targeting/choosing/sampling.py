"""How the random arm is drawn: how many visits each stratum gets, with which probability, and the random numbers.

The design, district by district (visits cannot be moved to a district that has no team for them):

1. A district with room for c visits expects e = random_share × c random ones. From e = 1 upwards it gets e rounded half
   up. Below 1 it gets one with probability e, by lot, so that a district with a single team is never out of reach.
2. With at least as many visits as strata, each stratum gets one, and the rest goes by largest remainder in proportion
   to the workplaces that are left. The inclusion probability is n_h / N_h, both known beforehand.
3. With fewer visits than strata, strata are drawn without replacement with probability proportional to their size
   (systematic sampling; a stratum too large for that is taken for certain), and each drawn stratum gets one visit. The
   inclusion probability of a workplace is the stratum's probability divided by N_h.

Every probability is above zero wherever the district has any room at all, and they add up to the expected number of
draws.

A random number belongs to a workplace: the same seed gives the same number, whoever else is in the frame. A generator
that runs through the rows would give everybody another number as soon as one workplace is added or the rows come in
another order, and nobody could check a draw again. Here each number is a hash of the seed, the purpose and the
workplace.
"""

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SCALE = float(1 << 53)


def uniform(seed: int, purpose: str, key: str) -> float:
    """Return a number in [0, 1), uniform over seeds, for one workplace, district or stratum."""
    digest = hashlib.sha256(f"{seed}|{purpose}|{key}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / SCALE


def sample(seed: int, purpose: str, keys: Iterable[str], n: int) -> list[str]:
    """Draw `n` of the keys at random without replacement; the key itself settles equal numbers."""
    return heapq.nsmallest(n, keys, key=lambda key: (uniform(seed, purpose, key), key))


@dataclass(frozen=True)
class StratumShare:
    """What one stratum gets: `drawn` of `size` workplaces, each with probability `inclusion` before the draw."""

    drawn: int
    size: int
    inclusion: float


def allocate(
    sizes: Mapping[str, Mapping[str, int]], capacity: Mapping[str, int], random_share: float, seed: int
) -> dict[tuple[str, str], StratumShare]:
    """Return what each (district, sector) gets.

    sizes
        District to sector to the number of eligible workplaces, all above zero.
    capacity
        District to the number of visits that there is room for in the week.
    """
    shares: dict[tuple[str, str], StratumShare] = {}
    for district, strata in sorted(sizes.items()):
        expected = random_share * capacity.get(district, 0)
        for sector, share in _district(district, strata, expected, seed).items():
            shares[district, sector] = share
    return shares


def _district(district: str, strata: Mapping[str, int], expected: float, seed: int) -> dict[str, StratumShare]:
    certain = expected >= 1
    wanted = math.floor(expected + 0.5) if certain else int(uniform(seed, "district", district) < expected)
    chance = 1.0 if certain else expected
    n = min(math.floor(expected + 0.5) if certain else 1, sum(strata.values()))
    if n >= len(strata) and certain:
        counts = spread(strata, n)
        return {s: StratumShare(counts[s], size, counts[s] / size) for s, size in strata.items()}
    probabilities = proportional(strata, n)
    hit = systematic(probabilities, uniform(seed, "stratum", district)) if wanted else frozenset()
    return {s: StratumShare(int(s in hit), size, chance * probabilities[s] / size) for s, size in strata.items()}


def spread(strata: Mapping[str, int], n: int) -> dict[str, int]:
    """Give each stratum one and the rest by largest remainder of what is left in it; ties by key; never above N_h."""
    counts = dict.fromkeys(strata, 1)
    left = {s: size - 1 for s, size in strata.items()}
    rest, room = n - len(strata), sum(left.values())
    if not rest:
        return counts
    quotas = {s: rest * free / room for s, free in left.items()}
    whole = {s: min(math.floor(q + 1e-9), left[s]) for s, q in quotas.items()}
    order = sorted(strata, key=lambda s: (-(quotas[s] - whole[s]), s))
    extra = frozenset(order[: rest - sum(whole.values())])
    return {s: counts[s] + whole[s] + int(s in extra) for s in strata}


def proportional(strata: Mapping[str, int], n: int) -> dict[str, float]:
    """Return the probability of each stratum when `n` of them are drawn in proportion to size, none above 1."""
    certain: set[str] = set()
    while True:
        free = {s: size for s, size in strata.items() if s not in certain}
        total = sum(free.values())
        probabilities = {s: (n - len(certain)) * size / total for s, size in free.items()}
        over = {s for s, p in probabilities.items() if p > 1}
        if not over:
            return {s: probabilities.get(s, 1.0) for s in strata}
        certain |= over


def systematic(probabilities: Mapping[str, float], start: float) -> frozenset[str]:
    """Draw strata by one random start in [0, 1): stratum h is hit with exactly its probability."""
    hit, reached = set(), 0.0
    for stratum, probability in sorted(probabilities.items()):
        if math.floor(reached + probability - start + 1e-12) > math.floor(reached - start + 1e-12):
            hit.add(stratum)
        reached += probability
    return frozenset(hit)
