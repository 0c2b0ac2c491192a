"""A cache keyed by which objects were given, and not by what is in them.

The catalogues of all days between two changes of the law hold the same objects. Comparing two by what is in them would
take longer than working it out again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, TypeVar, TypeVarTuple

_Given = TypeVarTuple("_Given")
_Made = TypeVar("_Made")
_MOST = 128  # results kept of a function; the lists of four sectors over ten years of changes are fewer


def cached_by_identity(make: Callable[[*_Given], _Made]) -> Callable[[*_Given], _Made]:
    """Decorate a function of objects that nobody changes, so that the very same ones are worked on once.

    Equal ones that are other objects are worked on anew; nobody may change the result.
    """

    @lru_cache(maxsize=_MOST)
    def kept(given: _Identity[*_Given]) -> _Made:
        return make(*given.objects)

    @wraps(make)
    def called(*objects: *_Given) -> _Made:
        return kept(_Identity(objects))

    return called


@dataclass(frozen=True, eq=False)
class _Identity(Generic[*_Given]):
    """Objects as a key; it keeps them alive, so that no other object can come by their id."""

    objects: tuple[*_Given]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self._ids == other._ids

    def __hash__(self) -> int:
        return hash(self._ids)

    @property
    def _ids(self) -> tuple[int, ...]:
        return tuple(map(id, self.objects))
