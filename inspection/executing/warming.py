"""What a worker of a Dask scheduler does once, when it joins or is first asked: the only module that needs Dask."""

from collections.abc import Callable
from typing import Any

from distributed import WorkerPlugin


class Warming(WorkerPlugin):
    """Calls a function once in each worker; found by its name, it is registered once a scheduler."""

    idempotent = True  # a week that is planned after another one finds its workers warm

    def __init__(self, warm: Callable[[], None]) -> None:
        self.name = f"vigie {warm.__module__}.{warm.__name__}"
        self._warm = warm

    def setup(self, worker: Any) -> None:  # noqa: ARG002  Dask gives it by its name
        """Warm the worker."""
        self._warm()
