"""Random numbers that belong to somebody: the same for the same seed, purpose and key, whoever else is asked about."""

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_SCALE = float(1 << 53)


def uniforms(seed: int, purpose: str, keys: Iterable[str]) -> Floats:
    """Return a number in (0, 1) for each key."""
    start = hashlib.blake2b(f"{seed}|{purpose}|".encode(), digest_size=8)
    drawn = []
    for key in keys:
        one = start.copy()
        one.update(key.encode())
        drawn.append(((int.from_bytes(one.digest(), "big") >> 11) + 0.5) / _SCALE)
    return np.array(drawn, dtype=np.float64)


def normals(seed: int, purpose: str, keys: Iterable[str]) -> Floats:
    """Return a standard normal number for each key (Box and Muller's, of two uniform ones)."""
    named = list(keys)
    radius = np.sqrt(-2 * np.log(uniforms(seed, f"{purpose}|radius", named)))
    found: Floats = radius * np.cos(2 * np.pi * uniforms(seed, f"{purpose}|angle", named))
    return found


def stream(seed: int, purpose: str, key: str) -> np.random.Generator:
    """Return a stream of numbers of somebody's own."""
    digest = hashlib.blake2b(f"{seed}|{purpose}|{key}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
