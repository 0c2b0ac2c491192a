"""What happens in an invented year, in the order of its moments: what happens may lead to more, later on."""

import heapq
from collections.abc import Iterable
from datetime import datetime
from itertools import count

from inspection.demo.past import Event
from inspection.progress import say

STEP = "past"
_SAID_EVERY = 20


class Diary:
    """Events that wait for their moment; those after `until` never happen.

    Of one moment the lower order comes first, then what was written down first.
    """

    def __init__(self, until: datetime) -> None:
        self._until, self._number = until, count()
        self._waiting: list[tuple[datetime, int, int, Event]] = []
        self._done = 0

    def note(self, events: Iterable[Event]) -> None:
        """Write down what will happen."""
        for event in events:
            if event[0] <= self._until:
                heapq.heappush(self._waiting, (event[0], event[1], next(self._number), event))

    def live(self) -> None:
        """Let everything happen; returns when nothing waits."""
        while self._waiting:
            if self._done % _SAID_EVERY == 0:
                say(STEP, self._done, self._done + len(self._waiting))
            heapq.heappop(self._waiting)[3][2]()
            self._done += 1
        say(STEP, self._done, self._done)
