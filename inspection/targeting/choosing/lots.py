"""Random numbers that belong to a workplace: the same seed gives the same number, whoever else is in the frame.

A generator that runs through the rows would give everybody another number as soon as one workplace is added or the
rows come in another order; nobody could then check a draw again. Here each number is a hash of the seed, the purpose
and the workplace.
"""

import hashlib
import heapq
from collections.abc import Iterable

SCALE = float(1 << 53)


def lot(seed: int, purpose: str, key: str) -> float:
    """Return a number in [0, 1), uniform over seeds, for one workplace, district or stratum."""
    digest = hashlib.sha256(f"{seed}|{purpose}|{key}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / SCALE


def smallest(seed: int, purpose: str, keys: Iterable[str], n: int) -> list[str]:
    """Draw `n` of the keys at random without replacement; the key itself settles an equal lot."""
    return heapq.nsmallest(n, keys, key=lambda key: (lot(seed, purpose, key), key))
