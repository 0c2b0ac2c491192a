"""Tasks in processes of this machine, one task a process at a time: a process that dies takes nobody else's along.

A pool of several processes breaks as a whole when one of them is killed, and loses what all were doing. So each process
here is a pool of its own.
"""

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import Event
from typing import Any, Generic

from inspection.executing.executor import ATTEMPTS, Result, Task, gave_up, no_last

Warm = Callable[[], None]


class Here:
    """Carries out tasks one after the other in this process: for one core, or one task."""

    def map(
        self, function: Callable[[Task], Result], tasks: Sequence[Task], *, is_last: Callable[[Result], bool] = no_last
    ) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result; see `Executor.map`."""
        for task in tasks:
            result = function(task)
            yield task, result
            if is_last(result):
                return


@dataclass(frozen=True)
class _Try(Generic[Task]):
    """A task, and how many workers have died of it."""

    task: Task
    died: int = 0


class Processes:
    """Carries out tasks in several processes of this machine.

    workers
        How many at once.
    warm
        Called once in each process before its first task, such as what compiles the planner.
    """

    def __init__(self, workers: int, warm: Warm | None = None) -> None:
        self._workers, self._warm = workers, warm

    def map(
        self, function: Callable[[Task], Result], tasks: Sequence[Task], *, is_last: Callable[[Result], bool] = no_last
    ) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result, as they get ready; see `Executor.map`."""
        # spawn: a forked child would inherit Polars' and SQLite's threads and locks in an unknown state
        spawn = multiprocessing.get_context("spawn")
        stop = spawn.Event()
        waiting = deque(_Try(task) for task in tasks)
        lanes = [_Lane(spawn, stop, self._warm) for _ in range(min(self._workers, len(tasks)))]
        busy: dict[Future[Result], tuple[_Lane, _Try[Task]]] = {}
        try:
            while waiting or busy:
                _begin(function, waiting, [lane for lane in lanes if lane not in [at for at, _ in busy.values()]], busy)
                for done in wait(busy, return_when=FIRST_COMPLETED).done:
                    lane, tried = busy.pop(done)
                    try:
                        result = done.result()
                    except BrokenProcessPool:
                        waiting.appendleft(_again(tried))
                        lane.replace()
                        continue
                    yield tried.task, result
                    if is_last(result):
                        stop.set()
                        waiting.clear()
        except KeyboardInterrupt:
            stop.set()
            yield from _those_begun(busy)
        finally:
            for lane in lanes:
                lane.close()


class _Lane:
    """One process, and the next one where it died."""

    def __init__(self, spawn: SpawnContext, stop: Event, warm: Warm | None) -> None:
        self._given = (stop, warm)
        self._spawn = spawn
        self._pool = self._new()

    def submit(self, function: Callable[[Task], Result], task: Task) -> Future[Result]:
        return self._pool.submit(_carry_out, function, task)

    def replace(self) -> None:
        self.close()
        self._pool = self._new()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=self._spawn, initializer=_start, initargs=self._given)


def _begin(
    function: Callable[[Task], Result],
    waiting: deque[_Try[Task]],
    free: Sequence[_Lane],
    busy: dict[Future[Result], tuple[_Lane, _Try[Task]]],
) -> None:
    """Give each free process the next task."""
    with _ignoring_interrupts():
        for lane in free:
            if waiting:
                tried = waiting.popleft()
                busy[lane.submit(function, tried.task)] = lane, tried


def _again(tried: _Try[Task]) -> _Try[Task]:
    """Return the next try of a task whose worker died; raises PLAN-431 where it was the last one."""
    if tried.died + 1 >= ATTEMPTS:
        raise gave_up(tried.task)
    return replace(tried, died=tried.died + 1)


def _those_begun(busy: dict[Future[Result], tuple[_Lane, _Try[Task]]]) -> Iterator[tuple[Task, Result]]:
    """Yield what those that were begun when the work was interrupted come to."""
    for future, (_, tried) in busy.items():
        if future.exception() is None:
            yield tried.task, future.result()


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Let processes that begin now ignore Ctrl-C: one that died loading its libraries would take its task along."""
    if threading.current_thread() is not threading.main_thread():  # only the main one may say so
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_stops: list[Event] = []  # in a process that works: what the one that began it says to those that have yet to begin


def is_stopping() -> bool:
    """Tell, inside a task, whether somebody pressed Ctrl-C: what is not begun need not be done in full."""
    return any(stop.is_set() for stop in _stops)


def _start(stop: Event, warm: Warm | None) -> None:
    _stops.append(stop)
    if warm is not None:
        warm()


def _carry_out(function: Callable[[Any], Any], task: Any) -> Any:
    """Carry out one task, listening to Ctrl-C for as long as that takes: a search then ends with its best plan."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return function(task)
    finally:
        signal.signal(signal.SIGINT, before)
