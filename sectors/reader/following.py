"""What a process read from files, read again when they change: nobody has to restart it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from sectors.reader.fault import RuleWarning
from sectors.reader.lines import Version
from sectors.reader.loading import Rules, load_rules
from sectors.rules.catalogue import Catalogue

_LOOKS_EVERY_SECONDS = 1.0
_Stamp = tuple[tuple[str, int, int], ...]
T = TypeVar("T")


class Followed(Generic[T]):
    """A value that is made from files, and made anew once they changed.

    It looks at most once a second, since whoever asks may ask hundreds of times for one page. What cannot be made from
    the files as they stand, for instance while somebody edits one, leaves the value of before: a process that works
    goes on, and `vigie doctor` tells what is wrong with the files.
    """

    def __init__(
        self,
        make: Callable[[], T],
        files: Callable[[], Iterable[Path]],
        every_seconds: float | None = None,
    ) -> None:
        self._make, self._files = make, files
        self._every = _LOOKS_EVERY_SECONDS if every_seconds is None else every_seconds
        self._turn, self._looked = threading.Lock(), time.monotonic()
        self._stamp = _stamp(files())
        self._value = make()

    def now(self) -> T:
        """Return the value, as the files stand now or stood when they could last be read."""
        if time.monotonic() - self._looked >= self._every and self._turn.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._turn.release()
        return self._value

    def _look(self) -> None:
        stamp = _stamp(self._files())
        if stamp != self._stamp:
            self._stamp = stamp  # before it is made: files that change meanwhile are looked at once more
            with suppress(Exception):  # whatever is wrong with a file, the value of before stands
                self._value = self._make()
        self._looked = time.monotonic()


class FollowedRules(Rules):
    """All rules over time, as the files of the home say at the moment of the question."""

    def __init__(self, extra: Sequence[Path], every_seconds: float | None = None) -> None:
        self._followed = Followed(lambda: load_rules(extra), lambda: _within(extra), every_seconds)

    @property
    def sha256(self) -> str:
        """The hash of all files that they were read from."""
        return self._followed.now().sha256

    def on(self, day: date) -> Catalogue:
        """Return the rules as they stand on a day."""
        return self._followed.now().on(day)

    def changes(self, after: date, until: date) -> tuple[date, ...]:
        """Return the days in a span on which some rule changes."""
        return self._followed.now().changes(after, until)

    def history(self, table: str, key: str) -> tuple[Version[Any], ...]:
        """Return every form that an entry of a table ever had."""
        return self._followed.now().history(table, key)

    def warnings(self, on: date) -> tuple[RuleWarning, ...]:
        """Return what a jurist must look at."""
        return self._followed.now().warnings(on)


def follow_rules(extra: Sequence[Path]) -> Rules:
    """Read all rules as `load_rules` does, and again whenever a file or folder of `extra` changes.

    For processes that live for days: what two people agreed to on a page counts a second later. What the files cannot
    be read as, later on, leaves the rules of before; raises `RuleFault` for files that are wrong from the start.
    """
    return FollowedRules(extra)


def _within(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (place, *place.rglob("*")) if place.is_dir() else (place,)


def _stamp(files: Iterable[Path]) -> _Stamp:
    """Return what tells a file from what it was: its name, its moment and its size; a file that is gone is left out."""
    found = []
    for path in files:
        try:
            told = path.stat()
        except OSError:
            continue
        found.append((str(path), told.st_mtime_ns, told.st_size))
    return tuple(sorted(found))
