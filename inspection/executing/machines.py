"""Tasks on the machines of a Dask scheduler: the same functions, the same results, as many workers as it has.

The scheduler sees the names of tasks, and workers what tasks carry. Whoever reaches an open scheduler can have anything
carried out: `tcp://` is for a network of its own, `tls://` with Dask's own settings for any other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from inspection.errors import SettingsFault
from inspection.executing.executor import Result, Task, gave_up, no_last
from inspection.executing.processes import Warm

_REACHED_SECONDS = 20
DASK_CONFIG = Path(__file__).parent / "dask.yaml"  # for schedulers and workers; see docs/explanation/scale.md


def dask_settings() -> dict[str, Any]:
    """Return what `DASK_CONFIG` says by dotted name, for a scheduler that is started from Python."""
    return dict(_dotted(yaml.safe_load(DASK_CONFIG.read_text(encoding="utf-8"))))


def _dotted(part: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in part.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{key}.")
        else:
            yield before + key, value


class Machines:
    """Carries out tasks on the workers of a Dask scheduler.

    address
        Where it is reached, `tcp://host:port` or `tls://host:port`.
    warm
        Called once in each worker before its first task here.
    """

    def __init__(self, address: str, warm: Warm | None = None) -> None:
        self._address, self._warm = address, warm

    def map(
        self, function: Callable[[Task], Result], tasks: Sequence[Task], *, is_last: Callable[[Result], bool] = no_last
    ) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result, as they get ready; see `Executor.map`.

        A task whose worker dies is begun anew on another one, by the scheduler.
        Errors: SettingsFault 832 without the extra, 833 where no scheduler answers.
        """
        if not tasks:
            return
        distributed = _library()
        with _reached(distributed, self._address) as client:
            if self._warm is not None:
                from inspection.executing.warming import Warming

                client.register_plugin(Warming(self._warm))
            this_time = uuid4().hex  # a key that was used before might be answered with what it came to then
            task_of = {f"{this_time} {n:06d} {task.name}": task for n, task in enumerate(tasks)}
            # results are fetched as they are ready, and let go of: what a worker held when it dies is done anew
            ready = distributed.as_completed(
                client.map(function, tasks, key=list(task_of), pure=False),
                loop=client.loop,
                with_results=True,
                raise_errors=False,
            )
            try:
                for future, found in ready:
                    task = task_of[future.key]
                    result = _result(distributed, found, future.status == "error", task)
                    future.release()
                    yield task, result
                    if is_last(result):
                        return
            except KeyboardInterrupt:  # nobody is waited for: what runs elsewhere hears no Ctrl-C
                return


def _library() -> Any:
    """Return Dask's `distributed`; it comes with the extra alone, since one machine needs none of it."""
    try:
        import distributed
    except ImportError as fault:
        raise SettingsFault("SETTING-832") from fault
    return distributed


def _reached(distributed: Any, address: str) -> Any:
    """Return a connection; whatever is not ready when it is closed is given up."""
    try:
        return distributed.Client(address, timeout=_REACHED_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise SettingsFault("SETTING-833", kind=type(fault).__name__) from fault


def _result(distributed: Any, result: Any, is_error: bool, task: Task) -> Any:
    if not is_error:
        return result
    _, fault, trace = result
    if isinstance(fault, distributed.KilledWorker):
        raise gave_up(task, fault.allowed_failures + 1) from fault
    raise fault.with_traceback(trace)
