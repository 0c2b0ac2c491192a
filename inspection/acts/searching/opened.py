"""The words of names and addresses that this process opened: a search looks through thousands that seldom change.

What was opened is kept beside what lay sealed, which whoever searches has just read within their rights: it is never
older than the row, tells nobody of a row that they could not read, and is nowhere but in the memory of this process.
Of a workplace the last words alone are kept: those of before a change or a new key are gone with the next search.
"""

from typing import NamedTuple

from inspection.acts.searching.typed import folded
from inspection.store.core import Store

_MOST = 200_000  # places, some hundred and twenty megabytes; beyond, all are opened anew
_kept: dict[str, tuple[bytes | None, bytes | None, "Words"]] = {}


class Words(NamedTuple):
    """A name and an address, without accents and capitals."""

    name: str
    address: str


def plain_words(store: Store, workplace: str, name: bytes | None, address: bytes | None) -> Words:
    """Return the words of one workplace, as its row has them sealed."""
    found = _kept.get(workplace)
    if found is None or found[:2] != (name, address):
        if len(_kept) >= _MOST:
            _kept.clear()
        found = _kept[workplace] = (name, address, _opened(store, workplace, name, address))
    return found[2]


def _opened(store: Store, workplace: str, name: bytes | None, address: bytes | None) -> Words:
    said = store.unseal("workplace.name", workplace, name) if name else ""
    where = store.unseal("workplace.address", workplace, address) if address else ""
    return Words(folded(said), folded(where))
