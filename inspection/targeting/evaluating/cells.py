"""Cells: strata that have enough draws stand alone, the others are put together, sector by sector.

A stratum of which nobody was seen has no share of its own, and one draw has no variance. Its size still counts: it is
given to the strata that are most like it, which are those of the same sector elsewhere.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

LEAST: Final = 2  # draws of which a variance can be computed: arithmetic, not policy
REST: Final = "*"


def cells_of(seen: Mapping[str, int]) -> dict[str, str]:
    """Return the cell of each stratum.

    seen
        Stratum (`district|sector`) to how many draws of it were seen; zero for one that is only known by its size.

    Every cell has at least two draws, unless there are fewer in all.
    """
    cells = {stratum: stratum for stratum, n in seen.items() if n >= LEAST}
    scarce: dict[str, list[str]] = defaultdict(list)
    for stratum in sorted(seen.keys() - cells.keys()):
        scarce[stratum.rpartition("|")[2]].append(stratum)
    rest: list[str] = []
    for sector, strata in scarce.items():
        cell = _place(seen, strata, f"{REST}|{sector}", [s for s in cells if s.rpartition("|")[2] == sector])
        if cell is None:
            rest += strata
        else:
            cells |= dict.fromkeys(strata, cell)
    if rest:
        cell = _place(seen, rest, REST, list(dict.fromkeys(cells.values()))) or REST
        cells |= dict.fromkeys(rest, cell)
    return cells


def _place(seen: Mapping[str, int], strata: list[str], together: str, others: list[str]) -> str | None:
    """Return where scarce strata go: together, or with the one of `others` of which most was seen."""
    if sum(seen[stratum] for stratum in strata) >= LEAST:
        return together
    return max(others, key=lambda other: (seen.get(other, LEAST), other), default=None)
