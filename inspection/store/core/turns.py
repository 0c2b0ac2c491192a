"""Writers take turns: one at a time, in the order in which they came, and none waits longer than a bound.

The embedded database has a gate for that, a file that all processes of a home lock. The kernel keeps whoever waits for
it in order and hands it over at once, but its waiting has no end, and an alarm wakes a process's first thread only. To
ask again and again has an end and no order: of ten writers the unlucky one waits several times as long as the others.
So a thread of its own stands in the kernel's queue, and whoever wants the gate waits for that thread, so long and no
longer.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EROFS
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from inspection.errors import RoleFault, StoreFault

LOCK_SECONDS: Final = "vigie_lock_seconds"  # how long one waits for other writers, told to the engine
_turns: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """Hold this process's turn to write to PostgreSQL, before a connection is taken for it.

    Whoever waits for a lock inside the database has a connection meanwhile. A pool full of such waiters leaves none for
    what the one who writes has to read, and nobody would go on.

    Errors: `RoleFault` 121 for whoever waited longer than a lock may take.
    """
    mine = _turns.setdefault(engine, Lock())
    if not mine.acquire(timeout=engine.get_execution_options().get(LOCK_SECONDS, -1)):
        raise RoleFault("ROLE-121")
    try:
        yield
    finally:
        mine.release()


@contextmanager
def gate(file: Path | None, seconds: float) -> Iterator[None]:
    """Hold the writers' gate: SQLite's own waiting is unfair, and a screen would wait seconds behind the flows.

    It keeps threads of one process apart too, since each opens the file anew.

    Arguments: `file` None for PostgreSQL, which has no gate; `seconds` the longest wait.
    Errors: `StoreFault` 036 for whoever waited longer: a process that was stopped or hangs may hold the gate for ever.
    """
    if file is None:
        yield
        return
    descriptor = _opened(file)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        descriptor = _Place.before(descriptor).come(seconds)
    try:
        yield
    finally:
        _leave(descriptor)


def _opened(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        if fault.errno != EROFS:
            raise
        return os.open(file, os.O_RDONLY)  # for whoever looks at a home that may not be written to


def _leave(descriptor: int) -> None:
    """Open the gate: a process that another thread forked off meanwhile has the descriptor too, and may keep it."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


class _Place:
    """A place in the kernel's queue before a gate, and the thread that stands there.

    No thread can be called out of that queue. Whoever waited too long leaves the place behind, and the next one to wait
    takes it: so there are no more of them than ever waited at once. One that nobody wants passes the gate and opens it.
    """

    _changing = Lock()
    _left: Final[dict[tuple[int, int], list["_Place"]]] = {}  # by the file, as the disk knows it

    def __init__(self, descriptor: int, file: tuple[int, int]) -> None:
        self._descriptor, self._file = descriptor, file
        self._is_first = Event()
        Thread(target=self._stand, name="gate", daemon=True).start()

    @classmethod
    def before(cls, descriptor: int) -> "_Place":
        """Return a place before the gate that was opened: one that was left behind, else the last."""
        about = os.fstat(descriptor)
        file = (about.st_dev, about.st_ino)
        with cls._changing:
            if left := cls._left.get(file):
                os.close(descriptor)
                return left.pop(0)
        return cls(descriptor, file)

    def come(self, seconds: float) -> int:
        """Wait to be the first; returns the descriptor that holds the gate."""
        has_come = False
        try:
            has_come = self._is_first.wait(seconds)
        finally:  # also where somebody breaks off the waiting
            if not has_come:
                self._leave_behind()
        if not has_come:
            raise StoreFault("STORE-036")
        return self._descriptor

    def _leave_behind(self) -> None:
        with self._changing:
            if not self._is_first.is_set():
                self._left.setdefault(self._file, []).append(self)
                return
        _leave(self._descriptor)  # it came at the last moment

    def _stand(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._changing:
            left = self._left.get(self._file, [])
            if self not in left:
                self._is_first.set()
                return
            left.remove(self)
        _leave(self._descriptor)

    @classmethod
    def forget(cls) -> None:
        """Begin anew in a process that was forked off: no thread of its parent stands anywhere for it."""
        cls._changing = Lock()
        cls._left.clear()


os.register_at_fork(after_in_child=_Place.forget)
