"""What was worked out lately of what nothing changes, so that it is not worked out again for each who asks."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """At most so many values by what they follow from: a digest, or all that could make another of it.

    Whoever asks it has asked for rights and for what stands now before; it answers for neither.
    """

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[K, V](), Lock()

    def known(self, keys: Iterable[K]) -> dict[K, V]:
        """Return what is known of some keys."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
            return found

    def keep(self, made: Mapping[K, V]) -> None:
        """Keep what was worked out; what was asked for the longest time ago is forgotten for it."""
        with self._lock:
            self._kept.update(made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
