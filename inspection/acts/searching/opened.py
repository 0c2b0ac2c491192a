"""The words of names and addresses that this process opened: a search looks through thousands that seldom change.

What was opened is kept by what lay sealed, which whoever searches has just read within their rights: it is never older
than the row, tells nobody of a row that they could not read, and is nowhere but in the memory of this process.
"""

from typing import NamedTuple

from inspection.acts.searching.typed import folded
from inspection.store.core import Store

_MOST = 200_000  # places, some sixty megabytes; beyond, all are opened anew
_kept: dict[tuple[str, bytes | None, bytes | None], "Words"] = {}


class Words(NamedTuple):
    """A name, and name and address, without accents and capitals."""

    name: str
    both: str


def plain_words(store: Store, workplace: str, name: bytes | None, address: bytes | None) -> Words:
    """Return the words of one workplace, as its row has them sealed."""
    key = (workplace, name, address)
    found = _kept.get(key)
    if found is None:
        found = _opened(store, *key)
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = found
    return found


def _opened(store: Store, workplace: str, name: bytes | None, address: bytes | None) -> Words:
    said = store.unseal("workplace.name", workplace, name) if name else ""
    where = store.unseal("workplace.address", workplace, address) if address else ""
    return Words(folded(said), folded(f"{said} {where}"))
