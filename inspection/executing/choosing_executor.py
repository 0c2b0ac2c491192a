"""Which executor an installation has: one process, several, or the machines of a scheduler."""

import os

from inspection.executing.executor import Executor
from inspection.executing.machines import Machines
from inspection.executing.processes import Here, Processes, Warm


def executor_for(address: str | None, tasks: int, *, workers: int | None = None, warm: Warm | None = None) -> Executor:
    """Return the executor for so many tasks.

    address
        Of a Dask scheduler (`Settings.executor`); None for this machine.
    workers
        Processes of this machine; by default as many as it has cores. One core or one task needs no process of its own.
    warm
        Called once in each worker before its first task.
    """
    if address is not None:
        return Machines(address, warm)
    count = min(tasks, workers or os.cpu_count() or 1)
    return Processes(count, warm) if count > 1 else Here()
