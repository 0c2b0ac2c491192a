"""The common table: what all releases of a figure are made from, cut as finely as any of them cuts.

Each release says something about the same cases, cut in its own way. Their categories are laid over each other until no
release tells two parts of a class apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from inspection.errors import ReferralFault
from inspection.reporting.disclosure.count_table import Counts, CountTable, Mask, summed
from inspection.reporting.disclosure.protecting import ProtectedTable
from inspection.reporting.disclosure.table_moves import FAR, Moves, Slack

Audience = Literal["partners", "public"]
Atoms = frozenset[str]


@dataclass(frozen=True)
class Issue:
    """A table as it was or shall be released, with the exact counts behind it; `name` says to people which one."""

    name: str
    audience: Audience
    table: CountTable
    protected: ProtectedTable

    def parts(self, name: str, universe: Atoms) -> tuple[Atoms, ...]:
        """Return the nodes by which this release cuts a dimension."""
        for dimension in self.table.dimensions:
            if dimension.name == name:
                return dimension.nodes
        return (dict(self.table.scope).get(name, universe),)


class CommonTable:
    """The table that all releases are made from: its classes are what none of them cuts any finer."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = issues
        shown = {name for i in issues for name in (*(d.name for d in i.table.dimensions), *dict(i.table.scope))}
        self.names = sorted(shown)
        for issue in issues:
            _refuse_incomparable(issue, issues[-1], self.names)
        self.hidden = [_hidden(issue) for issue in issues]
        self.axes = [_Axis(name, issues) for name in self.names]
        self.masks = tuple(axis.masks for axis in self.axes)

    @cached_property
    def moves(self) -> Moves:
        """Every move of the common table."""
        return Moves(self.masks)

    @cached_property
    def values(self) -> Counts:
        """The count of every node, as it stands now."""
        return summed(self._cells(), self.masks)

    def _cells(self) -> Counts:
        """Count each case by the latest release that covers it: what was corrected since is known to everybody."""
        cells = np.zeros([axis.classes for axis in self.axes], dtype=np.int64)
        for n, issue in enumerate(self.issues):
            at = [issue.table.facets.index(name) for name in self.names]
            later = [other.table for other in self.issues[n + 1 :]]
            for atoms, count in issue.table.counts.items():
                own = [atoms[place] for place in at]
                if not any(_covers(table, self.names, own) for table in later):
                    cells[tuple(axis.of[atom] for axis, atom in zip(self.axes, own, strict=True))] += count
        return cells

    def slack(self, values: Counts, hidden: Sequence[Mask] | None = None) -> Slack:
        """Return by how much each node of a possible table may change while every release reads the same.

        Arguments: `hidden` which nodes each release hides; what it hides now when that is not given.
        """
        up, down = np.full(values.shape, FAR), np.full(values.shape, FAR)
        base = np.ix_(*(axis.class_nodes for axis in self.axes))
        down[base] = values[base]
        for issue, flags in zip(self.issues, hidden or self.hidden, strict=True):
            block = self._block(issue)
            fixed = self._aligned(issue, ~flags)
            np.minimum.at(up, block, np.where(fixed, 0, FAR))
            np.minimum.at(down, block, np.where(fixed, 0, values[block]))
        return Slack(up, down)

    def sensitive(self, audience: Audience, threshold: int) -> Mask:
        """Return which nodes nobody of this audience may work out: small ones, however cut, and what was hidden."""
        found = np.zeros(self.values.shape, dtype=bool)
        for issue, flags in zip(self.issues, self.hidden, strict=True):
            refined = np.ix_(*(axis.refined(issue) for axis in self.axes))
            found[refined] |= self.values[refined] < threshold
            if issue.audience == audience:
                found |= self.on_common(issue, flags)
        return found & (summed(self._possible(), self.masks) > 0)

    def _possible(self) -> Counts:
        possible = np.ones([axis.classes for axis in self.axes], dtype=np.int64)
        for issue in self.issues:
            for cell in issue.table.impossible:
                labels = dict(zip((d.name for d in issue.table.dimensions), cell, strict=True))
                possible[np.ix_(*(axis.within(issue, labels.get(axis.name)) for axis in self.axes))] = 0
        return possible

    def own(self, issue: Issue, flags: Mask) -> Mask:
        """Return flags of common nodes as flags of a release's nodes."""
        names = [d.name for d in issue.table.dimensions]
        order = [names.index(name) for name in self.names if name in names]
        shape = [len(issue.table.dimensions[n].labels) for n in order]
        found: Mask = flags[self._block(issue)].reshape(shape).transpose(np.argsort(order))
        return found

    def on_common(self, issue: Issue, flags: Mask) -> Mask:
        """Return flags of a release's nodes as flags of common nodes."""
        found = np.zeros(self.values.shape, dtype=bool)
        np.logical_or.at(found, self._block(issue), self._aligned(issue, flags))
        return found

    def _block(self, issue: Issue) -> tuple[Any, ...]:
        return np.ix_(*(axis.nodes_of(issue) for axis in self.axes))

    def _aligned(self, issue: Issue, flags: Mask) -> Mask:
        """Return flags of a release's nodes on the common axes; a dimension that it does not show has one node."""
        names = [d.name for d in issue.table.dimensions]
        order = [names.index(name) for name in self.names if name in names]
        shape = [len(axis.nodes_of(issue)) for axis in self.axes]
        return flags.transpose(order).reshape(shape)


class _Axis:
    """One dimension of the common table."""

    def __init__(self, name: str, issues: Sequence[Issue]) -> None:
        self.name = name
        self.universe = frozenset(_atoms(name, issues))
        nodes = list(dict.fromkeys(part for issue in issues for part in issue.parts(name, self.universe)))
        alike: dict[tuple[bool, ...], list[str]] = {}
        for atom in sorted(self.universe):
            alike.setdefault(tuple(atom in node for node in nodes), []).append(atom)
        own = [frozenset(atoms) for atoms in alike.values()]
        self.classes = len(own)
        self.of = {atom: n for n, atoms in enumerate(own) for atom in atoms}
        self.nodes = list(dict.fromkeys((*own, *nodes)))
        self.masks: Mask = np.array([[part <= node for part in own] for node in self.nodes], dtype=bool)
        self.class_nodes = list(range(self.classes))

    def nodes_of(self, issue: Issue) -> list[int]:
        """Return the places of a release's nodes, in its own order."""
        return [self.nodes.index(part) for part in issue.parts(self.name, self.universe)]

    def refined(self, issue: Issue) -> list[int]:
        """Return the places of its nodes and of the classes into which other releases cut them."""
        own = self.nodes_of(issue)
        is_cut = self.name in (*(d.name for d in issue.table.dimensions), *dict(issue.table.scope))
        reach = frozenset().union(*(self.nodes[n] for n in own))
        return sorted({*own, *(n for n in self.class_nodes if is_cut and self.nodes[n] <= reach)})

    def within(self, issue: Issue, label: str | None) -> list[int]:
        """Return the classes of a category of a release, or of all that it covers."""
        parts = issue.parts(self.name, self.universe)
        dimension = next((d for d in issue.table.dimensions if d.name == self.name), None)
        node = parts[-1] if dimension is None or label is None else parts[dimension.labels.index(label)]
        return [n for n in self.class_nodes if self.nodes[n] <= node]


def _atoms(name: str, issues: Sequence[Issue]) -> Iterator[str]:
    for issue in issues:
        at = issue.table.facets.index(name)
        yield from (atoms[at] for atoms in issue.table.counts)
        for part in issue.parts(name, frozenset()):
            yield from part


def _hidden(issue: Issue) -> Mask:
    flags = np.zeros([len(d.labels) for d in issue.table.dimensions], dtype=bool)
    for node in issue.protected.hidden:
        flags[issue.table.position(node)] = True
    return flags


def _covers(table: CountTable, names: Sequence[str], atoms: Sequence[str]) -> bool:
    return all(atom in table.reach(name) for name, atom in zip(names, atoms, strict=True))


def _refuse_incomparable(issue: Issue, new: Issue, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in issue.table.facets]
    if missing:
        raise ReferralFault("REFER-931", earlier=issue.name, dimensions=", ".join(missing), figure=new.table.figure)
