"""Tables for policy: a year of some figures, one dimension at a time, each cell told or said not to be held.

Inside the house cells are exact; for everybody else they come from releases alone, so that a cell is a rounded count,
hidden, or not released. A cell is never empty: nobody may take what is not held for zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection.reporting import figures
from inspection.reporting.disclosure import TOTAL, ProtectedTable

ORGANISATION = "organisation"


class CellState(StrEnum):
    """What a cell of a policy table tells: a number, or why there is none."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HIDDEN = "hidden"
    IMPOSSIBLE = "impossible"
    NOT_RELEASED = "not_released"
    NOT_HELD = "not_held"


@dataclass(frozen=True, kw_only=True)
class PolicyCell:
    """One cell: a figure by whose account, one category of one dimension (or the total), and what is told of it."""

    figure: str
    source: str
    dimension: str
    category: str
    told: CellState
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyTable:
    """A table for one reader and one year; `is_released` says that every cell went through a release."""

    reader: str
    year: int
    service: str
    is_released: bool
    cells: tuple[PolicyCell, ...]


def counted_cells(counted: figures.Counted, service: str, dimensions: Iterable[str]) -> Iterator[PolicyCell]:
    """Yield the exact cells of one of our figures, by each dimension; a dimension that it has not is not held."""
    yield _cell(counted.figure, service, TOTAL, TOTAL, CellState.EXACT, counted.total)
    for name in dimensions:
        if name == ORGANISATION:
            yield _cell(counted.figure, service, name, service, CellState.EXACT, counted.total)
        elif name not in counted.facets:
            yield _not_held(counted.figure, service, name)
        else:
            found = counted.by(name)
            for atom in counted.atoms[name]:
                yield _cell(counted.figure, service, name, atom, CellState.EXACT, found.get((atom,), 0))


def released_cells(
    figure: str, service: str, dimensions: Iterable[str], released: Sequence[ProtectedTable], year: int
) -> Iterator[PolicyCell]:
    """Yield what was released of one of our figures for a year, by each dimension, from the latest such table.

    Arguments: `released` approved tables that the reader may know, the oldest first.
    """
    mine = [table for table in released if table.figure == figure and _is_of(table, service, year)]
    yield from _from_table(figure, service, TOTAL, mine[-1] if mine else None)
    for name in dimensions:
        if name == ORGANISATION:
            continue
        if name not in figures.FIGURES[figure].dimensions:
            yield _not_held(figure, service, name)
            continue
        by_it = [table for table in mine if name in table.dimensions]
        yield from _from_table(figure, service, name, by_it[-1] if by_it else None)


def imported_cells(
    figure: str, imported: Sequence[figures.ImportedFigure], dimensions: Iterable[str], year: int
) -> Iterator[PolicyCell]:
    """Yield what others told of a figure for exactly this year, each account by itself; or that it is not held."""
    spans = (date(year, 1, 1), date(year, 12, 31))
    mine = [one for one in imported if one.line.figure == figure and (one.line.first, one.line.last) == spans]
    sources = sorted({one.line.source for one in mine})
    for source in sources:
        account = figures.accounts_by_cut(one for one in mine if one.line.source == source)
        whole = account[min(account, key=len)]
        yield _cell(figure, source, TOTAL, TOTAL, CellState.EXACT, sum(one.line.n for one in whole))
        for name in dimensions:
            yield from _by(figure, source, name, account)
    if not sources:
        yield _not_held(figure, "", TOTAL)


def _by(
    figure: str, source: str, name: str, account: Mapping[tuple[str, ...], Sequence[figures.ImportedFigure]]
) -> Iterator[PolicyCell]:
    cuts = [cut for cut in account if name in cut]
    if not cuts:
        yield _not_held(figure, source, name)
        return
    found: dict[str, int] = {}
    for one in account[min(cuts, key=len)]:
        value = dict(one.line.cut)[name]
        found[value] = found.get(value, 0) + one.line.n
    for value, n in sorted(found.items()):
        yield _cell(figure, source, name, value, CellState.EXACT, n)


def _from_table(figure: str, service: str, name: str, table: ProtectedTable | None) -> Iterator[PolicyCell]:
    if table is None:
        yield _cell(figure, service, name, TOTAL, CellState.NOT_RELEASED)
        return
    for cell in table.cells:
        labels = dict(zip(table.dimensions, cell.labels, strict=True))
        category = labels.pop(name, TOTAL)
        if all(label == TOTAL for label in labels.values()) and (category != TOTAL or name == TOTAL):
            told = CellState.ROUNDED if cell.kind == "count" else CellState(cell.kind)
            yield _cell(figure, service, name, category, told, cell.count)


def _is_of(table: ProtectedTable, service: str, year: int) -> bool:
    scope, whole = dict(table.scope), figures.months(date(year, 1, 1), date(year, 12, 31))
    return scope.get(figures.PERIOD) == whole and scope.get(figures.SERVICE) == (service,)


def _cell(figure: str, source: str, name: str, category: str, told: CellState, count: int | None = None) -> PolicyCell:
    return PolicyCell(figure=figure, source=source, dimension=name, category=category, told=told, count=count)


def _not_held(figure: str, source: str, name: str) -> PolicyCell:
    return _cell(figure, source, name, TOTAL, CellState.NOT_HELD)


def is_ours(figure: str) -> bool:
    """Tell whether a figure is counted here; the others are only ever taken over."""
    return figure in figures.FIGURES and figure not in figures.OTHERS
