"""How far a hidden count can be shifted while everything that was published stays as it is.

A *move* adds k in some cells and takes k away in others: along each dimension it either stays in one category, or goes
from one to another. What it changes is known for every margin; it is possible as far as no published count changes and
no hidden one leaves what a reader may know of it. Two tables that a move leads from one to the other look the same from
outside: so a count that some move changes cannot be recovered by subtraction, by linear programming or in any other way
from what is shown. The other table is one of whole numbers, which no solver of linear programs could promise.
"""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspection.reporting.count_table import Counts, Mask

FAR = 1_000_000


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
        reach = self.reach(slack)
        up, down = reach.up, reach.down
        for n, axis in enumerate(self.axes):
            forwards, backwards = _padded(up, n, 0), _padded(down, n, 0)
            up = np.maximum(_high(forwards, axis.raising, n), _high(backwards, axis.lowering, n))
            down = np.maximum(_high(backwards, axis.raising, n), _high(forwards, axis.lowering, n))
        return Slack(up, down)

    def step(self, slack: Slack, dice: np.random.Generator) -> Counts:
        """Return the change that some move, drawn by lot, makes to every node; none where nothing can move."""
        reach = self.reach(slack)
        ways = np.argwhere((reach.up > 0) | (reach.down > 0))
        if not len(ways):
            return np.zeros_like(slack.up)
        move = tuple(ways[dice.integers(len(ways))])
        far = int(dice.integers(-min(reach.down[move], 9), min(reach.up[move], 9) + 1))
        change: Counts = np.array(far)
        for axis, n in zip(self.axes, move, strict=True):
            change = np.multiply.outer(change, axis.touch[n].astype(np.int64))
        return change

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
