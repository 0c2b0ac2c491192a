"""Tasks on the machines of a Dask scheduler: the same functions, the same results, as many workers as it has.

The scheduler sees the names of tasks, and workers what tasks carry. Whoever reaches an open scheduler can have anything
carried out: `tcp://` is for a network of its own, `tls://` with Dask's own settings for any other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import yaml

from inspection.errors import SettingsFault
from inspection.executing.executor import Result, Task, gave_up, no_last
from inspection.executing.processes import Warm

_REACHED_SECONDS = 20
_NO_WORKER_SECONDS = 600  # a worker that the kernel killed is back in seconds, one of a new machine in minutes
_OF_ERROR = 3  # its kind, itself, and where it was raised
_LOOK_SECONDS, _WAIT_SECONDS = 5.0, 0.05  # how often it is asked who is there; how often, what is ready
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
        Errors: SettingsFault 832 without the extra, 833 where no scheduler answers, 834 where it has no worker for long
        while tasks wait, 835 where it is lost, or drops a task.
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
                for future, found in self._as_ready(client, ready):
                    task = task_of[future.key]
                    result = self._result(distributed, found, future.status, task)
                    future.release()
                    yield task, result
                    if is_last(result):
                        return
            except KeyboardInterrupt:  # nobody is waited for: what runs elsewhere hears no Ctrl-C
                return

    def _as_ready(self, client: Any, ready: Any) -> Iterator[tuple[Any, Any]]:
        """Yield what `ready` does; without a worker for long nothing ever would be, and nobody would be told."""
        seen = looked = monotonic()
        while not ready.is_empty():
            if ready.has_ready():
                yield next(ready)
                seen = monotonic()
                continue
            sleep(_WAIT_SECONDS)
            if monotonic() - looked < min(_LOOK_SECONDS, _NO_WORKER_SECONDS):
                continue
            looked = monotonic()
            if _has_workers(client):
                seen = looked
            elif looked - seen >= _NO_WORKER_SECONDS:
                minutes = round(_NO_WORKER_SECONDS / 60)
                raise SettingsFault("SETTING-834", address=self._address, minutes=minutes)

    def _result(self, distributed: Any, found: Any, status: str, task: Task) -> Any:
        """Return what a task came to; an account of Dask that it was cancelled is no result, though it comes as one.

        A state says too little by itself: a result that is here stays one when the worker that had it dies.
        """
        if isinstance(found, BaseException):
            raise SettingsFault("SETTING-835", address=self._address, state=status) from found
        if status != "error" or not _is_error(found):
            return found
        _, fault, trace = found
        if isinstance(fault, distributed.KilledWorker):
            raise gave_up(task, fault.allowed_failures + 1) from fault
        raise fault.with_traceback(trace)


def _is_error(found: Any) -> bool:
    return isinstance(found, tuple) and len(found) == _OF_ERROR and isinstance(found[1], BaseException)


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


def _has_workers(client: Any) -> bool:
    """Tell whether the scheduler answers, and has a worker."""
    try:
        return bool(client.nthreads())
    except (OSError, TimeoutError, RuntimeError):
        return False
