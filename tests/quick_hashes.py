"""Passwords of tests are hashed as in production, but in a thousandth of its time.

A hash takes a fifth of a second and 64 MiB on purpose, and whoever signs in at a house of a test needs four of them.
With how much they are kept for real is tried in `tests/trust/test_trust_identity.py`, which hashes as the product does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hash with the same algorithm, one round and little memory: a kept hash says by which parameters it was made."""
    from argon2 import PasswordHasher

    from inspection.trust.identity import passwords

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: quick)
        passwords._nobody.cache_clear()
        yield
        passwords._nobody.cache_clear()
