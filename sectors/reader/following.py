"""What a process read from files and reads again when they change, so that nobody has to restart it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from sectors.reader.fault import RuleWarning
from sectors.reader.lines import Version
from sectors.reader.loading import Rules, load_rules
from sectors.rules.catalogue import Catalogue

_TRIED_AGAIN_SECONDS = 60.0
_Stamp = tuple[tuple[str, int, int, int, int], ...]
T = TypeVar("T")


class Followed(Generic[T]):
    """A value that is made from files, and made anew by a look that finds them changed.

    Nothing changes between two looks: a process that never looks, as a flow, has one value from its start to its end.
    Files count once they were the same at two looks, since somebody may be writing them. What cannot be made from them
    leaves the value of before.
    """

    def __init__(self, make: Callable[[], T], files: Callable[[], Iterable[Path]]) -> None:
        self._make, self._files, self._turn = make, files, threading.Lock()
        self._stamp = self._seen = _stamp(files())
        self._failed: tuple[_Stamp, float] | None = None
        self.value = make()

    def look(self, *, at_once: bool = False) -> bool:
        """Make the value anew where its files changed; returns whether it is a new one.

        at_once
            The files are whole: who changed them says so.

        Errors: what making it raises, or reading the folder; the value of before stands, and the same files are tried
        again a minute later.
        """
        with self._turn:
            stamp = _stamp(self._files())
            is_whole, self._seen = at_once or stamp == self._seen, stamp
            if stamp == self._stamp or not is_whole or self._has_just_failed(stamp):
                return False
            self._failed = stamp, time.monotonic()
            self.value = self._make()
            self._stamp, self._failed = stamp, None
            return True

    def _has_just_failed(self, stamp: _Stamp) -> bool:
        failed = self._failed
        return failed is not None and failed[0] == stamp and time.monotonic() - failed[1] < _TRIED_AGAIN_SECONDS


class FollowedRules(Rules):
    """All rules over time, as they stood at the last look; `now` gives those that an act keeps until its end."""

    def __init__(self, extra: Sequence[Path]) -> None:
        self._followed = Followed(lambda: load_rules(extra), lambda: _within(extra))

    def look(self, *, at_once: bool = False) -> bool:
        """Read the rules again where files of the home changed, as `Followed.look`; raises `RuleFault`."""
        return self._followed.look(at_once=at_once)

    def now(self) -> Rules:
        """Return the rules of this moment, which never change."""
        return self._followed.value

    @property
    def sha256(self) -> str:
        """The hash of all files that they were read from."""
        return self.now().sha256

    def on(self, day: date) -> Catalogue:
        """Return the rules as they stand on a day."""
        return self.now().on(day)

    def changes(self, after: date, until: date) -> tuple[date, ...]:
        """Return the days in a span on which some rule changes."""
        return self.now().changes(after, until)

    def history(self, table: str, key: str) -> tuple[Version[Any], ...]:
        """Return every form that an entry of a table ever had."""
        return self.now().history(table, key)

    def warnings(self, on: date) -> tuple[RuleWarning, ...]:
        """Return what a jurist must look at."""
        return self.now().warnings(on)


def _within(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (place, *place.rglob("*")) if place.is_dir() else (place,)


def _stamp(files: Iterable[Path]) -> _Stamp:
    """Return what tells files from what they were; one that is not there is left out."""
    found = []
    for path in files:
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        found.append((str(path), told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns))
    return tuple(sorted(found))
