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
_RULE_ENDINGS = frozenset({".yaml", ".yml"})
_Stamp = dict[str, tuple[int, int, int, int]]  # each file by its name: its node, size and moments
T = TypeVar("T")


class Followed(Generic[T]):
    """A value that is made from files, and made anew when `reload_if_changed` finds them changed.

    A process that never calls it, as a flow, has one value from its start to its end. Changed files take effect only
    after two checks in a row found them the same, since somebody may be writing them. Where the value cannot be made
    from them, or a file is empty or gone, the value of before stays in force.
    """

    def __init__(self, make: Callable[[], T], files: Callable[[], Iterable[Path]]) -> None:
        self._make, self._files, self._lock = make, files, threading.Lock()
        self._made_from = self._seen = _stamp(files())
        self._failed: tuple[_Stamp, float] | None = None
        self.value = make()

    def reload_if_changed(self, *, at_once: bool = False) -> bool:
        """Make the value anew where its files changed; returns whether it is a new one.

        at_once
            The files are written whole: who changed them says so, and one check is enough.

        Errors: what making it raises; `OSError` for a file that was there and is empty or gone, and for a folder that
        cannot be read. The same files are tried again a minute later.
        """
        with self._lock:
            stamp = _stamp(self._files())
            is_whole, self._seen = at_once or stamp == self._seen, stamp
            if stamp == self._made_from or not is_whole or self._has_just_failed(stamp):
                return False
            self._failed = stamp, time.monotonic()
            _refuse_lost(self._made_from, stamp)
            self.value = self._make()
            self._made_from, self._failed = stamp, None
            return True

    def _has_just_failed(self, stamp: _Stamp) -> bool:
        failed = self._failed
        return failed is not None and failed[0] == stamp and time.monotonic() - failed[1] < _TRIED_AGAIN_SECONDS


class FollowedRules(Rules):
    """All rules over time, as they were read last; `now` gives those that an act keeps until its end."""

    def __init__(self, extra: Sequence[Path]) -> None:
        self._followed = Followed(lambda: load_rules(extra), lambda: _rule_files(extra))

    def reload_if_changed(self, *, at_once: bool = False) -> bool:
        """Read the rules again where files of the home changed, as `Followed` does; raises `RuleFault`, `OSError`."""
        return self._followed.reload_if_changed(at_once=at_once)

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


def _rule_files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        found = place.rglob("*") if place.is_dir() else (place,)
        yield from (path for path in found if path.suffix in _RULE_ENDINGS)


def _stamp(files: Iterable[Path]) -> _Stamp:
    """Return what tells files from what they were; one that is not there is left out."""
    found: _Stamp = {}
    for path in files:
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        found[str(path)] = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
    return found


def _refuse_lost(before: _Stamp, after: _Stamp) -> None:
    """Raise `OSError` where a file that held something is empty or gone: that takes effect at the next start only.

    Without it a certificate that two people agreed on, or all wages of the house, would be gone while people work.
    """
    lost = [name for name, (_, size, *_) in before.items() if size and not after.get(name, (0, 0))[1]]
    if lost:
        raise FileNotFoundError(f"{len(lost)} files that were read are empty or gone")
