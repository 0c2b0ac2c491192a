"""What a session reads once, so that pages which show the same thing are one look at it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from dashboards.office.asking import Asked

T = TypeVar("T")


class OnceASession:
    """What sessions read last, at most so many of it; what was forgotten is read again, and that look recorded too."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[tuple[object, ...], object](), Lock()

    def once(self, asked: Asked, what: Sequence[object], read: Callable[[], T]) -> T:
        """Return what a session read before, or read it now; with another role or district it is read anew."""
        key = _key(asked, what)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]  # what this very key was read as
        found = read()
        self.keep(asked, what, found)
        return found

    def knows(self, asked: Asked, what: Sequence[object]) -> bool:
        """Tell whether a session read it before."""
        with self._lock:
            return _key(asked, what) in self._kept

    def keep(self, asked: Asked, what: Sequence[object], found: object) -> None:
        """Keep what a session read."""
        with self._lock:
            self._kept[_key(asked, what)] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _key(asked: Asked, what: Sequence[object]) -> tuple[object, ...]:
    me = asked.known
    return (me.principal.credential, me.user.role, me.user.district, *what)
