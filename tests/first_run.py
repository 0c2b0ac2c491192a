"""In a fresh clone one process imports the tests first: two side by side would compile every module twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_IS_COMPILED = "vigie/is-compiled"


@contextmanager
def first_alone(config: pytest.Config) -> Iterator[None]:
    """Let one process at a time import what it will run, until one has done so."""
    assert config.cache is not None
    has_others_import = config.pluginmanager.hasplugin("dsession")  # the process that hands tests out imports none
    if has_others_import or config.cache.get(_IS_COMPILED, False):
        yield
        return
    with (config.cache.mkdir("first-run") / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # until it is closed
        yield
    config.cache.set(_IS_COMPILED, True)
