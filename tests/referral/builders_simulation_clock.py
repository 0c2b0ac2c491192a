"""A virtual clock with what is going to happen, and processes that are killed between two steps and start again."""

import heapq
import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from builders_simulation_house import opened

from inspection.failpoints import PORTAL, REGISTERED, SAYING
from inspection.settings import Settings
from inspection.trust import AppContext

# An act without failpoints of its own has these two round its commit.
POINTS = (*REGISTERED, *PORTAL, *SAYING, ".before_commit", ".after_commit")


class Killed(BaseException):
    """A simulated process died here; nothing below may catch it."""


@dataclass
class Plug:
    """Stands in for the module `os` where failpoints look, and pulls the plug at one of them."""

    point: str = ""
    passes: int = 0
    thread: int = 0

    @property
    def environ(self) -> dict[str, str]:
        """What an armed process finds in its environment; one that runs beside it, in another thread, is not armed."""
        is_armed = self.point and threading.get_ident() == self.thread
        return {"VIGIE_FAILPOINT": self.point, "VIGIE_FAILPOINTS_ARMED": "1"} if is_armed else {}

    def arm(self, point: str, passes: int) -> None:
        """Let what runs in this thread die at a point, after it was passed some times."""
        self.point, self.passes, self.thread = point, passes, threading.get_ident()

    def getpid(self) -> int:
        """Return the number of the process that simulates them all."""
        return os.getpid()

    def kill(self, pid: int, number: int) -> None:
        """Die at the point that was armed, after it was passed some times."""
        self.passes -= 1
        if self.passes < 0:
            self.point = ""
            raise Killed


@dataclass
class Process:
    """One process of the house: a worker, or whoever saves what inspectors filled in."""

    name: str
    settings: Settings
    house: AppContext
    down_until: datetime
    killed: int = 0

    def restart(self, at: datetime) -> None:
        """Lose everything that was not on the disk, and start again at a moment."""
        self.house.store.close()
        self.house, self.down_until, self.killed = opened(self.settings), at, self.killed + 1


@dataclass
class Clock:
    """The order of events; the same seed gives the same order."""

    at: datetime
    dice: random.Random
    plug: Plug
    kill_share: float
    queue: list[tuple[datetime, int, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    number: int = 0

    def schedule(self, at: datetime, call: Callable[..., Any], *arguments: Any) -> None:
        """Let something happen at a moment."""
        self.number += 1
        heapq.heappush(self.queue, (max(at, self.at), self.number, call, arguments))

    def after(self, call: Callable[..., Any], *arguments: Any, **span: float) -> None:
        """Let something happen after a span of time."""
        self.schedule(self.at + timedelta(**span), call, *arguments)

    def run_until(self, end: datetime) -> None:
        """Let everything happen that happens before a moment."""
        while self.queue and self.queue[0][0] < end:
            self.at, _, call, arguments = heapq.heappop(self.queue)
            call(*arguments)
        self.at = end

    def try_in(self, process: Process, call: Callable[[AppContext], Any]) -> tuple[bool, Any]:
        """Run something in a process, which may die on the way; tell whether it came to its end, and what it gave."""
        if self.at < process.down_until:
            return False, None
        if self.dice.random() < self.kill_share:
            self.plug.arm(self.dice.choice(POINTS), self.dice.choice((0, 0, 1, 3)))
        try:
            return True, call(process.house)
        except Killed:
            process.restart(self.at + timedelta(minutes=self.dice.uniform(1, 60)))
            return False, None
        finally:
            self.plug.point = ""
