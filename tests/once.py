"""What one process of a run makes, the others copy."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(made_in: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that `make` fills once in a run: in the first process that asks, the others copy it.

    Each process has a copy of its own, since to read a store writes beside it.
    """
    own = made_in.mktemp(name) / "home"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        make(own)
        return own
    shared = made_in.getbasetemp().parent / f"once-{name}"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # until it is closed
        if not (shared / "is-made").exists():
            make(shared / "home")
            (shared / "is-made").touch()
        shutil.copytree(shared / "home", own)
    return own
