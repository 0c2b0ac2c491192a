"""Differencing: what a reader learns who lays all releases of a figure beside each other.

Each release says something about the same cases, cut in its own way. Their categories are laid over each other until no
release tells two parts of a class apart. In that common table the shown counts of all of them stay as they are, and a
small count must still be possible otherwise, also one that no release shows (a quarter that two of them leave over).

What is searched for is a proof: other tables of whole numbers that read the same. Where none is found the release is
refused, so that a mistake of the search costs a release and never somebody's secret.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Literal

import numpy as np

from inspection.errors import ReferralFault
from inspection.reporting.count_table import Counts, CountTable, Everything, Mask, Node, summed
from inspection.reporting.disclosure import ProtectedTable
from inspection.reporting.shifting import FAR, Moves, Slack

Audience = Literal["partners", "public"]
SEES: Mapping[Audience, tuple[Audience, ...]] = {"partners": ("partners", "public"), "public": ("public",)}
MOST_MOVES = 4_000_000
MOST_STEPS = 60
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


def refuse_differencing(
    new: Issue, earlier: Sequence[Issue], thresholds: Mapping[Audience, int], *, least_values: int
) -> None:
    """Refuse a release that, laid beside earlier ones (oldest first), lets somebody work out a small or hidden count.

    Errors: `ReferralFault` 930 for a recount that changed a shown figure by a few; 931 where the counts behind an
    earlier release cannot be compared; 932 for a differencing; 933 where too much would have to be compared.
    """
    for audience, seen in SEES.items():
        if new.audience not in seen:
            continue
        related = related_to(new, [issue for issue in earlier if issue.audience in seen])
        for issue in related:
            _refuse_recount(new, issue, thresholds[audience])
        limits = (audience, thresholds[audience], least_values)
        if related and is_open([*related, new], *limits):
            culprit = next((issue for issue in related if is_open([issue, new], *limits)), None)
            raise _differenced(new, related if culprit is None else [culprit])


def related_to(new: Issue, earlier: Sequence[Issue]) -> list[Issue]:
    """Return the earlier releases that count some of the same cases, directly or through one another."""
    found, rest = [new], list(earlier)
    for issue in found:
        near = [other for other in rest if _overlap(issue.table, other.table)]
        found += near
        rest = [other for other in rest if other not in near]
    return [issue for issue in earlier if issue in found]


def told_before(table: CountTable, audience: Audience, earlier: Sequence[Issue]) -> tuple[set[Node], set[Node]]:
    """Return which nodes of a table an earlier release hid, and which one shows, if it covers exactly the same."""
    nodes = {_box(table, labels): labels for labels in product(*(d.labels for d in table.dimensions))}
    hide, known = set(), set()
    for issue in (other for other in earlier if other.table.figure == table.figure):
        if audience in SEES[issue.audience]:
            hide |= {nodes[box] for node in issue.protected.hidden if (box := _box(issue.table, node)) in nodes}
        if issue.audience in SEES[audience]:
            known |= {nodes[box] for node in issue.protected.shown if (box := _box(issue.table, node)) in nodes}
    return hide, known


def is_open(issues: Sequence[Issue], audience: Audience, threshold: int, least_values: int) -> bool:
    """Tell whether a reader of all these releases could work out a small or hidden count."""
    common = _Common(issues)
    if common.moves.size > MOST_MOVES:
        raise _fault(
            issues[-1],
            "Together with earlier releases this table has too many combinations to be examined",
            "Show fewer dimensions, or a period that no earlier release covers.",
            "933",
        )
    sensitive = common.sensitive(audience, threshold)
    values, low, high = common.values, common.values, common.values
    dice = np.random.default_rng(0)  # the same releases give the same answer
    for _ in range(MOST_STEPS):
        slack = common.slack(values)
        shifts = common.moves.shifts(slack)
        low, high = np.minimum(low, values - shifts.down), np.maximum(high, values + shifts.up)
        if not (sensitive & (high - low < least_values - 1)).any():
            return False
        values = values + common.moves.step(slack, dice)
    return True


class _Common:
    """The table that all releases are made from: its classes are what none of them cuts any finer."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = issues
        shown = {name for i in issues for name in (*(d.name for d in i.table.dimensions), *dict(i.table.scope))}
        self.names = sorted(shown)
        for issue in issues:
            _refuse_incomparable(issue, issues[-1], self.names)
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

    def slack(self, values: Counts) -> Slack:
        """Return by how much each node of a possible table may change while every release reads the same."""
        up, down = np.full(values.shape, FAR), np.full(values.shape, FAR)
        base = np.ix_(*(axis.class_nodes for axis in self.axes))
        down[base] = values[base]
        for issue in self.issues:
            block = self._block(issue)
            fixed = self._aligned(issue, ~_hidden(issue))
            np.minimum.at(up, block, np.where(fixed, 0, FAR))
            np.minimum.at(down, block, np.where(fixed, 0, values[block]))
        return Slack(up, down)

    def sensitive(self, audience: Audience, threshold: int) -> Mask:
        """Return which nodes nobody of this audience may work out: small ones, however cut, and what was hidden."""
        found = np.zeros(self.values.shape, dtype=bool)
        for issue in self.issues:
            refined = np.ix_(*(axis.refined(issue) for axis in self.axes))
            found[refined] |= self.values[refined] < threshold
            if issue.audience == audience:
                np.logical_or.at(found, self._block(issue), self._aligned(issue, _hidden(issue)))
        return found & (summed(self._possible(), self.masks) > 0)

    def _possible(self) -> Counts:
        possible = np.ones([axis.classes for axis in self.axes], dtype=np.int64)
        for issue in self.issues:
            for cell in issue.table.impossible:
                labels = dict(zip((d.name for d in issue.table.dimensions), cell, strict=True))
                possible[np.ix_(*(axis.within(issue, labels.get(axis.name)) for axis in self.axes))] = 0
        return possible

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


def _overlap(one: CountTable, other: CountTable) -> bool:
    if one.figure != other.figure:
        return False
    reaches = [(one.reach(name), other.reach(name)) for name in {*one.facets, *other.facets}]
    return all(isinstance(a, Everything) or isinstance(b, Everything) or a & b for a, b in reaches)


def _covers(table: CountTable, names: Sequence[str], atoms: Sequence[str]) -> bool:
    return all(atom in table.reach(name) for name, atom in zip(names, atoms, strict=True))


def _refuse_recount(new: Issue, old: Issue, threshold: int) -> None:
    before = _boxes(old)
    for box, value in _boxes(new).items():
        if box in before and 0 < abs(value - before[box]) < threshold:
            raise _fault(
                new,
                f"It counts anew what {old.name} shows, and a figure that both show changed by fewer than {threshold}",
                f"Leave {old.name} as it is until more was added, or release the new period by itself.",
                "930",
            )


def _boxes(issue: Issue) -> dict[frozenset[tuple[str, Atoms]], int]:
    """Return the exact count of what a release shows, by what it covers and not by what it is called."""
    table, shown = issue.table, issue.protected.shown
    values = summed(table.cells, table.masks)
    return {_box(table, node): int(values[table.position(node)]) for node in shown}


def _box(table: CountTable, node: Node) -> frozenset[tuple[str, Atoms]]:
    shown = ((d.name, d.nodes[n]) for d, n in zip(table.dimensions, table.position(node), strict=True))
    return frozenset((*shown, *table.scope))


def _refuse_incomparable(issue: Issue, new: Issue, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in issue.table.facets]
    if missing:
        raise _fault(
            new,
            f"The counts behind {issue.name} are not known by {', '.join(missing)}, so it cannot be compared",
            "Propose tables with counts by every dimension that the figure is shown by.",
            "931",
        )


def _differenced(new: Issue, group: Sequence[Issue]) -> ReferralFault:
    names = ", ".join(issue.name for issue in group)
    return _fault(
        new,
        f"Laid beside {names}, it would let somebody work out a small or hidden count",
        "Release only what the earlier one does not cover (another period or area), or show fewer categories.",
        "932",
    )


def _fault(new: Issue, what: str, advice: str, code: str) -> ReferralFault:
    return ReferralFault(what, where=f"figure {new.table.figure}", advice=advice, code=code)
