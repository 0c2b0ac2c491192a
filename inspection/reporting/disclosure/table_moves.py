"""How far a hidden count can be shifted while everything that was published stays as it is.

A *move* adds k in some cells and takes k away in others: along each dimension it either stays in one category, or goes
from one to another. What it changes is known for every margin; it is possible as far as no published count changes and
no hidden one leaves what a reader may know of it. Two tables that a move leads from one to the other look the same from
outside: so a count that some move changes cannot be recovered by subtraction, by linear programming or in any other way
from what is shown. The other table is one of whole numbers, which no solver of linear programs could promise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection.reporting.disclosure.count_table import Counts, Mask

FAR = 1_000_000
MOST_STEPS = 60  # that find nothing new, before a walk is given up


@dataclass(frozen=True)
class Slack:
    """By how much each node may rise and fall; zero for what is published."""

    up: Counts
    down: Counts


class Moves:
    """Every move of a table, from the nodes of its dimensions (one mask a dimension)."""

    def __init__(self, masks: tuple[Mask, ...]) -> None:
        self.axes = tuple(_Axis(mask) for mask in masks)

    @property
    def size(self) -> int:
        """How many moves there are."""
        return prod(axis.mask.shape[1] * (axis.mask.shape[1] + 1) // 2 for axis in self.axes)

    def reach(self, slack: Slack) -> Slack:
        """Return how far each move can go, forwards (`up`) and backwards (`down`); one axis a dimension."""
        up, down = np.minimum(slack.up, FAR), np.minimum(slack.down, FAR)
        for n, axis in enumerate(self.axes):
            rises, falls = _padded(up, n, FAR), _padded(down, n, FAR)
            up = np.minimum(_low(rises, axis.raised, n), _low(falls, axis.lowered, n))
            down = np.minimum(_low(falls, axis.raised, n), _low(rises, axis.lowered, n))
        return Slack(up, down)

    def shifts(self, slack: Slack) -> Slack:
        """Return by how much each node can rise and fall by one move at least."""
        return self.spread(self.reach(slack))

    def spread(self, reach: Slack) -> Slack:
        """Return by how much each node can rise and fall by one move, when it is known how far each can go."""
        up, down = reach.up, reach.down
        for n, axis in enumerate(self.axes):
            forwards, backwards = _padded(up, n, 0), _padded(down, n, 0)
            up = np.maximum(_high(forwards, axis.raising, n), _high(backwards, axis.lowering, n))
            down = np.maximum(_high(backwards, axis.raising, n), _high(forwards, axis.lowering, n))
        return Slack(up, down)

    def step(self, reach: Slack, node: tuple[int, ...], rng: np.random.Generator) -> Counts:
        """Return the change that some possible move through a node, drawn by lot, makes to all; none where none can."""
        through = self.through(node)
        up, down = reach.up[np.ix_(*through)], reach.down[np.ix_(*through)]
        ways = np.argwhere((up > 0) | (down > 0))
        if not len(ways):
            return np.zeros([axis.mask.shape[0] for axis in self.axes], dtype=np.int64)
        way = tuple(ways[rng.integers(len(ways))])
        change: Counts = np.array(rng.integers(-min(down[way], 9), min(up[way], 9) + 1))
        for axis, moves, n in zip(self.axes, through, way, strict=True):
            change = np.multiply.outer(change, axis.touch[moves[n]].astype(np.int64))
        return change

    def unmoved(self, values: Counts, slack: Callable[[Counts], Slack], asked: Mask, least_values: int) -> Mask:
        """Return which of the nodes asked about take fewer than `least_values` values in all tables that were found.

        Other tables are found by walking: one move a step, through a node that is still asked about or one beside it,
        since from nought nothing can be taken before something lies there. What was found is proof; what was not is
        none.

        Arguments: `slack` of the values of a table that reads the same.
        """
        left, low, high = asked.copy(), values, values
        rng = np.random.default_rng(0)  # the same tables give the same answer
        patience = MOST_STEPS
        while left.any() and patience:
            reach = self.reach(slack(values))
            shifts = self.spread(reach)
            low, high = np.minimum(low, values - shifts.down), np.maximum(high, values + shifts.up)
            still = left & (high - low < least_values - 1)
            patience = MOST_STEPS if still.sum() < left.sum() else patience - 1
            left = still
            if left.any():
                values = values + self.step(reach, _beside(left, rng), rng)
        return left

    def cost(self, cost: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each move the sum of what its nodes cost."""
        for n, axis in enumerate(self.axes):
            padded = _padded(cost, n, 0)
            cost = _take(padded, axis.raised, n).sum(axis=n + 1) + _take(padded, axis.lowered, n).sum(axis=n + 1)
        return cost

    def through(self, node: tuple[int, ...]) -> tuple[NDArray[np.intp], ...]:
        """Return, by dimension, which moves change a node."""
        return tuple(np.flatnonzero(axis.touch[:, n]) for axis, n in zip(self.axes, node, strict=True))

    def nodes(self, move: tuple[int, ...]) -> tuple[NDArray[np.intp], ...]:
        """Return, by dimension, which nodes a move changes."""
        return tuple(np.flatnonzero(axis.touch[n]) for axis, n in zip(self.axes, move, strict=True))


@dataclass(frozen=True)
class _Axis:
    """One dimension of the moves; `touch` says for each of them which nodes it raises (1) or lowers (-1)."""

    mask: Mask

    @cached_property
    def touch(self) -> NDArray[np.int8]:
        columns = self.mask.astype(np.int8).T
        one, other = np.triu_indices(len(columns), 1)
        return np.concatenate([columns, columns[one] - columns[other]])

    @cached_property
    def raised(self) -> NDArray[np.intp]:
        return _indices(self.touch > 0)

    @cached_property
    def lowered(self) -> NDArray[np.intp]:
        return _indices(self.touch < 0)

    @cached_property
    def raising(self) -> NDArray[np.intp]:
        return _indices((self.touch > 0).T)

    @cached_property
    def lowering(self) -> NDArray[np.intp]:
        return _indices((self.touch < 0).T)


def _beside(left: Mask, rng: np.random.Generator) -> tuple[int, ...]:
    """Return one of some nodes, or one that differs from it in one dimension, by lot."""
    nodes = np.argwhere(left)
    node = nodes[rng.integers(len(nodes))].copy()
    axis = rng.integers(left.ndim + 1)
    if axis < left.ndim:
        node[axis] = rng.integers(left.shape[axis])
    return tuple(int(n) for n in node)


def _indices(flags: Mask) -> NDArray[np.intp]:
    """Return the places that are set in each row, filled up with the place after the last."""
    longest = max(int(flags.sum(axis=1).max()), 1)
    found = np.full((len(flags), longest), flags.shape[1], dtype=np.intp)
    for row, flag in enumerate(flags):
        places = np.flatnonzero(flag)
        found[row, : len(places)] = places
    return found


def _padded(values: NDArray[Any], axis: int, filler: int) -> NDArray[Any]:
    width = [(0, int(n == axis)) for n in range(values.ndim)]
    return np.pad(values, width, constant_values=filler)


def _take(values: NDArray[Any], indices: NDArray[np.intp], axis: int) -> NDArray[Any]:
    return np.take(values, indices, axis=axis)


def _low(values: NDArray[Any], indices: NDArray[np.intp], axis: int) -> Counts:
    lowest: Counts = _take(values, indices, axis).min(axis=axis + 1)
    return lowest


def _high(values: NDArray[Any], indices: NDArray[np.intp], axis: int) -> Counts:
    highest: Counts = _take(values, indices, axis).max(axis=axis + 1)
    return highest
