"""Random numbers of the search: splitmix64, so that a seed gives the same plan with every version of every library."""

import numpy as np

from inspection.planning.search.arrays import RngState
from inspection.planning.search.compiling import inner


def seeded_rng(seed: int) -> RngState:
    """Return the state of a generator; each number drawn changes it."""
    return np.asarray([seed & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64)


@inner
def uniform(state: RngState) -> float:
    """Return a number in [0, 1)."""
    state[0] = state[0] + np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def randint(state: RngState, count: int) -> int:
    """Return a whole number in [0, count)."""
    return min(int(uniform(state) * count), count - 1)
