"""A table of counts that may be released: what is counted, by which dimensions, every margin; and as JSON.

The JSON is what `vigie release propose` reads, and what the store seals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from inspection.errors import ReferralFault

TOTAL = "total"
MOST_CELLS = 20_000
Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]
Node = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One dimension: its categories, each the union of some atoms, and groups of categories that get a margin too.

    Atoms are the finest values that the house counts by (a month, an arrondissement); tables that cut a dimension
    differently are compared through them. The total over all categories is always a margin.
    """

    name: str
    categories: tuple[tuple[str, frozenset[str]], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The names of its nodes: categories, groups, and the total."""
        return (*(name for name, _ in self.categories), *(name for name, _ in self.groups), TOTAL)

    @cached_property
    def nodes(self) -> tuple[frozenset[str], ...]:
        """The atoms of each node, in the order of `labels`."""
        atoms = dict(self.categories)
        groups = (frozenset().union(*(atoms[name] for name in members)) for _, members in self.groups)
        return (*atoms.values(), *groups, frozenset().union(*atoms.values()))

    @cached_property
    def masks(self) -> Mask:
        """Which categories each node holds: one row a node, one column a category."""
        return np.array([[atoms <= node for _, atoms in self.categories] for node in self.nodes], dtype=bool)


@dataclass(frozen=True)
class CountTable:
    """Counts of one figure, to be shown by `dimensions` with every margin.

    figure
        What is counted; tables of one figure are compared with each other.
    facets
        The dimensions by which the house holds the counts: those that are shown, those of `scope`, and any more, so
        that a later table by another dimension can be compared with this one.
    counts
        By atoms, in the order of `facets`; what is left out is zero.
    scope
        For a dimension that is not shown, what the table covers (a year, a region); all of it when it is not named.
    impossible
        Combinations of categories that cannot occur: a structural zero is shown as such and protects nothing.

    Raises `ReferralFault` 921, 924 to 929, 960 or 963 for a table that contradicts itself, since its margins would be
    wrong.
    """

    figure: str
    dimensions: tuple[Dimension, ...]
    facets: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int] = field(repr=False)
    scope: tuple[tuple[str, frozenset[str]], ...] = ()
    impossible: frozenset[Node] = frozenset()

    def __post_init__(self) -> None:
        _check_shape(self)
        for atoms, count in self.counts.items():
            if len(atoms) != len(self.facets) or count < 0:
                raise ReferralFault("REFER-960", figure=self.figure)
            if not all(atom in self.reach(name) for name, atom in zip(self.facets, atoms, strict=True)):
                raise ReferralFault("REFER-963", figure=self.figure)
        if any(self.cells[self.position(cell)] for cell in self.impossible):
            raise ReferralFault("REFER-921", figure=self.figure)

    def reach(self, name: str) -> "frozenset[str] | Everything":
        """Return the atoms of a dimension that the table covers."""
        shown = next((d.nodes[-1] for d in self.dimensions if d.name == name), None)
        return shown if shown is not None else dict(self.scope).get(name, EVERYTHING)

    @cached_property
    def cells(self) -> Counts:
        """The counts by category of each dimension."""
        found = np.zeros([len(d.categories) for d in self.dimensions], dtype=np.int64)
        places = [{a: n for n, (_, atoms) in enumerate(d.categories) for a in atoms} for d in self.dimensions]
        at = [self.facets.index(d.name) for d in self.dimensions]
        for atoms, count in self.counts.items():
            found[tuple(place[atoms[n]] for place, n in zip(places, at, strict=True))] += count
        return found

    @property
    def masks(self) -> tuple[Mask, ...]:
        """Which categories each node holds, by dimension."""
        return tuple(d.masks for d in self.dimensions)

    @cached_property
    def is_impossible(self) -> Mask:
        """Which nodes hold nothing but impossible combinations."""
        possible = np.ones(self.cells.shape, dtype=np.int64)
        for cell in self.impossible:
            possible[self.position(cell)] = 0
        left: Counts = summed(possible, self.masks)
        return np.equal(left, 0)

    def position(self, node: Node) -> tuple[int, ...]:
        """Return where a node, named by its labels, stands in an array of nodes."""
        return tuple(d.labels.index(label) for d, label in zip(self.dimensions, node, strict=True))

    def node(self, position: tuple[int, ...]) -> Node:
        """Return the labels of a node."""
        return tuple(d.labels[n] for d, n in zip(self.dimensions, position, strict=True))


class Everything:
    """A dimension that is not restricted: it holds every atom."""

    def __contains__(self, atom: object) -> bool:
        return True


EVERYTHING = Everything()


def summed(cells: Counts, masks: tuple[Mask, ...]) -> Counts:
    """Return the count of every node: cells, groups and totals, one axis a dimension."""
    for axis, mask in enumerate(masks):
        cells = np.moveaxis(np.tensordot(mask.astype(np.int64), cells, axes=(1, axis)), 0, axis)
    return cells


def _check_shape(table: CountTable) -> None:
    names = [*(d.name for d in table.dimensions), *(name for name, _ in table.scope)]
    if not table.dimensions or len(set(names)) < len(names) or not set(names) <= set(table.facets):
        raise ReferralFault("REFER-924", figure=table.figure)
    if len(set(table.facets)) < len(table.facets):
        raise ReferralFault("REFER-925", figure=table.figure)
    for dimension in table.dimensions:
        atoms = [a for _, own in dimension.categories for a in own]
        known = {name for name, _ in dimension.categories}
        if not atoms or len(set(atoms)) < len(atoms) or len(set(dimension.labels)) < len(dimension.labels):
            raise ReferralFault("REFER-928", dimension=dimension.name, figure=table.figure)
        if not all(set(members) <= known for _, members in dimension.groups):
            raise ReferralFault("REFER-929", dimension=dimension.name, figure=table.figure)
    if not all(len(cell) == len(table.dimensions) for cell in table.impossible):
        raise ReferralFault("REFER-926", figure=table.figure)
    if np.prod([len(d.labels) for d in table.dimensions]) > MOST_CELLS:
        raise ReferralFault("REFER-927", most_cells=MOST_CELLS, figure=table.figure)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Dimension(_Strict):
    """Categories with their atoms (a list that is empty: the category is its own atom), and groups of categories."""

    name: str
    categories: dict[str, list[str]]
    groups: dict[str, list[str]] = {}


class _File(_Strict):
    figure: str
    facets: list[str]
    dimensions: list[_Dimension]
    counts: list[Annotated[tuple[list[str], NonNegativeInt], Field(strict=False)]]
    scope: dict[str, list[str]] = {}
    impossible: list[list[str]] = []


def read_count_table(raw: Any) -> CountTable:
    """Return the table that a JSON value describes; cases that stand on several lines add up.

    Errors: `ReferralFault` 920 where the value has another shape, telling the place and never what stands there; 921,
    924 to 929, 960 or 963 where it contradicts itself.
    """
    try:
        read = _File.model_validate(raw)
    except ValidationError as refused:
        place = ".".join(map(str, refused.errors()[0]["loc"])) or "the file"
        raise ReferralFault("REFER-920", place=place) from None
    counts: dict[tuple[str, ...], int] = {}
    for atoms, count in read.counts:
        counts[tuple(atoms)] = counts.get(tuple(atoms), 0) + count
    return CountTable(
        figure=read.figure,
        dimensions=tuple(_dimension(d) for d in read.dimensions),
        facets=tuple(read.facets),
        counts=counts,
        scope=tuple((name, frozenset(atoms)) for name, atoms in sorted(read.scope.items())),
        impossible=frozenset(map(tuple, read.impossible)),
    )


def count_table_json(table: CountTable) -> Mapping[str, Any]:
    """Return a table as the JSON value that reads back as the same table."""
    return {
        "figure": table.figure,
        "facets": list(table.facets),
        "dimensions": [
            {
                "name": d.name,
                "categories": {name: sorted(atoms) for name, atoms in d.categories},
                "groups": {name: list(members) for name, members in d.groups},
            }
            for d in table.dimensions
        ],
        "counts": [[list(atoms), count] for atoms, count in sorted(table.counts.items()) if count],
        "scope": {name: sorted(atoms) for name, atoms in table.scope},
        "impossible": sorted(map(list, table.impossible)),
    }


def _dimension(read: _Dimension) -> Dimension:
    return Dimension(
        read.name,
        tuple((name, frozenset(atoms or [name])) for name, atoms in read.categories.items()),
        tuple((name, tuple(members)) for name, members in read.groups.items()),
    )
