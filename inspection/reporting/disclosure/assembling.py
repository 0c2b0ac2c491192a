"""A longer period told by the releases of shorter ones, where a table of its own would give a hidden count away.

Nothing new is told: the sums are of rounded numbers that everybody who reads the report may read already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspection.reporting.disclosure.protecting import ProtectedTable


@dataclass(frozen=True, kw_only=True)
class AssembledCell:
    """One category: the sum of what is shown of it, and in how many of the releases it is hidden."""

    labels: tuple[str, ...]
    shown: int
    hidden_in: int


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """The releases that stand for a longer period, how many months they cover, and their sums."""

    references: tuple[str, ...]
    months: int
    cells: tuple[AssembledCell, ...]


def assembled(parts: Iterable[tuple[str, ProtectedTable]], wanted: Sequence[str]) -> Assembled | None:
    """Return the sums of releases of one figure by the same dimensions, whose periods lie within the months `wanted`.

    Of releases that overlap, the one that is given first is taken. None where there is none.
    """
    chosen: list[tuple[str, ProtectedTable]] = []
    covered: set[str] = set()
    for reference, table in parts:
        own = set(dict(table.scope).get("period", ()))
        if own and own <= set(wanted) and not own & covered:
            chosen.append((reference, table))
            covered |= own
    if not chosen:
        return None
    labels = dict.fromkeys(cell.labels for _, table in chosen for cell in table.cells if cell.kind != "impossible")
    tables = [table.shown for _, table in chosen]
    cells = tuple(
        AssembledCell(
            labels=label,
            shown=sum(shown.get(label, 0) for shown in tables),
            hidden_in=sum(label not in shown for shown in tables),
        )
        for label in labels
    )
    return Assembled(references=tuple(sorted(name for name, _ in chosen)), months=len(covered), cells=cells)
