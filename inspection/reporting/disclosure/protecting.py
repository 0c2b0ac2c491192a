"""Disclosure control: which counts of a table are shown, and how, so that nobody can be recovered from it.

Three steps. What is under the threshold is hidden, zero too: that nobody is in a cell tells where the others are. More
counts are hidden until each hidden one can be shifted without any reader noticing (`table_moves`). What is shown is
then rounded to the nearest multiple of the base, each margin apart: sums may differ from their parts.

The proof is made against a reader who knows every shown count exactly: more than is ever published. Rounding therefore
adds protection and is never needed for it, and it is worked out from shown counts alone, so that it cannot tell of
hidden ones. A reader who was also told which hidden counts are under the threshold is kept from exact ones where the
table allows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inspection.errors import ReferralFault
from inspection.reporting.disclosure.count_table import Counts, CountTable, Mask, Node, summed
from inspection.reporting.disclosure.table_moves import FAR, Moves, Slack

MOST_MOVES = 500_000


@dataclass(frozen=True, kw_only=True)
class DisclosureRule:
    """What one audience may read.

    threshold
        The smallest count that is shown.
    base
        What is shown is rounded to a multiple of it.
    least_values
        How many whole numbers a hidden count must at least remain to be possible.
    """

    threshold: int
    base: int
    least_values: int


@dataclass(frozen=True)
class ReleasedCell:
    """One cell or margin as everybody reads it: the label of each dimension, and a rounded count if there is one."""

    labels: Node
    kind: Literal["count", "hidden", "impossible"]
    count: int | None = None


@dataclass(frozen=True)
class ProtectedTable:
    """A table as it may leave the house; nothing in it says why a cell is hidden."""

    figure: str
    dimensions: tuple[str, ...]
    scope: tuple[tuple[str, tuple[str, ...]], ...]
    threshold: int
    base: int
    cells: tuple[ReleasedCell, ...]

    @property
    def hidden(self) -> frozenset[Node]:
        """What is hidden, by its labels."""
        return frozenset(cell.labels for cell in self.cells if cell.kind == "hidden")

    @property
    def shown(self) -> dict[Node, int]:
        """What is shown, rounded."""
        return {cell.labels: cell.count for cell in self.cells if cell.count is not None}


def protect(
    table: CountTable, rule: DisclosureRule, *, hide: Iterable[Node] = (), known: Iterable[Node] = ()
) -> ProtectedTable:
    """Return a table as it may leave the house; the same table gives the same, byte for byte.

    Arguments: `hide` what an earlier release hid and this one must hide too; `known` what an earlier one shows, which
    can therefore hide nothing.
    Errors: `ReferralFault` 922 when a small count cannot be hidden whatever else is; 923 for a table that is too large.
    """
    if Moves(table.masks).size > MOST_MOVES:
        raise ReferralFault("REFER-923", figure=table.figure)
    protecting = _Protecting(table, rule, hide, known)
    protecting.hide_more()
    protecting.show_again()
    return _released(table, rule, protecting.hidden)


def merged(table: CountTable, dimension: str, rule: DisclosureRule, *, label: str) -> CountTable:
    """Return a table in which the categories of one dimension that are too small as a whole stand together.

    The smallest follow until the merged one reaches the threshold. Groups go: what they held may be cut by the merging.
    """
    axis = next(n for n, d in enumerate(table.dimensions) if d.name == dimension)
    old = table.dimensions[axis]
    sizes = table.cells.sum(axis=tuple(n for n in range(table.cells.ndim) if n != axis))
    order = sorted(range(len(sizes)), key=lambda n: (sizes[n], n))
    small = sum(size < rule.threshold for size in sizes)
    while 0 < small < len(order) and sum(sizes[n] for n in order[:small]) < rule.threshold:
        small += 1
    if small < 2:
        return table
    gone = set(order[:small])
    kept = tuple(c for n, c in enumerate(old.categories) if n not in gone)
    rest = frozenset().union(*(old.categories[n][1] for n in gone))
    names = {old.categories[n][0] for n in gone}
    new = type(old)(old.name, (*kept, (label, rest)))
    return CountTable(
        table.figure,
        tuple(new if n == axis else d for n, d in enumerate(table.dimensions)),
        table.facets,
        table.counts,
        table.scope,
        frozenset(cell for cell in table.impossible if cell[axis] not in names),
    )


def slack_of(values: Counts, hidden: Mask, threshold: int | None = None) -> Slack:
    """Return by how much each node may change for a reader who knows that counts are whole and not negative.

    With `threshold`, for one who was also told which hidden counts are under it.
    """
    most = FAR if threshold is None else np.where(values < threshold, threshold - 1 - values, FAR)
    return Slack(up=np.where(hidden, most, 0), down=np.where(hidden, values, 0))


def rounded(count: int, base: int) -> int:
    """Return the nearest multiple of `base`; a half goes up."""
    return (count + base // 2) // base * base


class _Protecting:
    """A table whose hidden cells are being chosen."""

    def __init__(self, table: CountTable, rule: DisclosureRule, hide: Iterable[Node], known: Iterable[Node]) -> None:
        self.table, self.rule = table, rule
        self.values = summed(table.cells, table.masks)
        self.moves = Moves(table.masks)
        free, known_ = ~table.is_impossible, _flags(table, known) & (self.values >= rule.threshold)
        self.forced = free & ((self.values < rule.threshold) | _flags(table, hide)) & ~known_
        self.hidden = self.forced.copy()
        self.may_hide = free & ~known_
        self.given_up = np.zeros_like(self.hidden)
        self.walked = np.zeros_like(self.hidden)  # not by one move, but by several one after the other

    def hide_more(self) -> None:
        """Hide what costs least for an open node, margins first, until none is open."""
        plain, told = self._widest(None), self._widest(self.rule.threshold)
        while True:
            opened, must = self._open()
            if not opened.any():
                return
            node = self._next(opened)
            move = self._cheapest(node, plain >= self.rule.least_values - 1 if must else told >= 1)
            if move is not None:
                self.hidden[np.ix_(*self.moves.nodes(move))] = True
            elif must:
                self.walked[node] = True
                if self._stuck().any():
                    raise self._cannot(node)
            else:
                self.given_up[node] = True

    def show_again(self) -> None:
        """Show what later choices made superfluous, the largest count first."""
        extra = [tuple(at) for at in np.argwhere(self.hidden & ~self.forced)]
        for node in sorted(extra, key=lambda at: (-self.values[at], at)):
            self.hidden[node] = False
            if self._open()[0].any() or self._stuck().any():
                self.hidden[node] = True

    def _open(self) -> tuple[Mask, bool]:
        """Return which hidden nodes a reader could bound too well; where none, which one who is told what is small."""
        plain = self._open_to(None, self.rule.least_values) & ~self.walked
        if plain.any():
            return plain, True
        return self._open_to(self.rule.threshold, 2) & ~self.given_up & ~self.walked, False

    def _stuck(self) -> Mask:
        """Return what no way of several moves leads through either."""
        if not self.walked.any():
            return self.walked
        return self.moves.unmoved(
            self.values, lambda values: slack_of(values, self.hidden), self.walked, self.rule.least_values
        )

    def _open_to(self, threshold: int | None, least_values: int) -> Mask:
        shifts = self.moves.shifts(slack_of(self.values, self.hidden, threshold))
        return self.hidden & (shifts.up + shifts.down < least_values - 1)

    def _widest(self, threshold: int | None) -> Counts:
        """Return over how many steps each move can go if everything that it changes is hidden."""
        reach = self.moves.reach(slack_of(self.values, self.may_hide, threshold))
        return reach.up + reach.down

    def _next(self, opened: Mask) -> tuple[int, ...]:
        """Return the open node that holds most cells, the first of them."""
        places = [tuple(int(n) for n in at) for at in np.argwhere(opened)]
        sizes = [mask.sum(axis=1) for mask in self.table.masks]
        return max(places, key=lambda at: (np.prod([s[n] for s, n in zip(sizes, at, strict=True)]), *(-n for n in at)))

    def _cheapest(self, node: tuple[int, ...], is_wide: Mask) -> tuple[int, ...] | None:
        """Return the wide enough move through a node that hides the fewest further cases, or None."""
        ways = np.ix_(*self.moves.through(node))
        if not is_wide[ways].any():
            return None
        cost = self.moves.cost(np.where(self.hidden, 0.0, self.values + 1.0))[ways]
        at = np.unravel_index(np.argmin(np.where(is_wide[ways], cost, np.inf)), cost.shape)
        return tuple(int(way[n]) for way, n in zip(self.moves.through(node), at, strict=True))

    def _cannot(self, node: tuple[int, ...]) -> ReferralFault:
        return ReferralFault("REFER-922", cell=" × ".join(self.table.node(node)), figure=self.table.figure)


def _flags(table: CountTable, nodes: Iterable[Node]) -> Mask:
    flags = np.zeros([len(d.labels) for d in table.dimensions], dtype=bool)
    for node in nodes:
        flags[table.position(node)] = True
    return flags


def _released(table: CountTable, rule: DisclosureRule, hidden: Mask) -> ProtectedTable:
    values = summed(table.cells, table.masks)
    return ProtectedTable(
        figure=table.figure,
        dimensions=tuple(d.name for d in table.dimensions),
        scope=tuple((name, tuple(sorted(atoms))) for name, atoms in sorted(table.scope)),
        threshold=rule.threshold,
        base=rule.base,
        cells=tuple(_cell(table, rule, hidden, values, at) for at in np.ndindex(*values.shape)),
    )


def _cell(table: CountTable, rule: DisclosureRule, hidden: Mask, values: Counts, at: tuple[int, ...]) -> ReleasedCell:
    labels = table.node(at)
    if table.is_impossible[at]:
        return ReleasedCell(labels, "impossible")
    if hidden[at]:
        return ReleasedCell(labels, "hidden")
    return ReleasedCell(labels, "count", rounded(int(values[at]), rule.base))
