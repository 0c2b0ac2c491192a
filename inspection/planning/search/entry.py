"""The one entry from Python into the compiled search.

Numba compiles a function that Python calls together with all that it calls: ten entries would compile the same moves
ten times. So Python names a move by its number, and what the moves share is compiled once behind one entry.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from inspection.planning.search.annealing import anneal, beats, keep, score_of
from inspection.planning.search.arrays import YES, Best, Ints, Noise, RngState, Rounds, Undo, Week
from inspection.planning.search.compiling import compiled, inner
from inspection.planning.search.joint import place_joint
from inspection.planning.search.moves import AFRESH, begin_step, insert, rebuild, refresh, remove, undo_step
from inspection.planning.search.recreate import fill
from inspection.planning.search.ruin import free_workplace


class Move(IntEnum):
    """What Python may ask of the search; each is the function of that name, and the first four have an answer."""

    REFRESH = 0
    INSERT = 1
    PLACE_JOINT = 2
    BEATS = 3
    BEGIN_STEP = 4
    UNDO_STEP = 5
    REBUILD = 6
    REMOVE = 7
    FREE_WORKPLACE = 8
    KEEP = 9
    FILL = 10
    ANNEAL = 11


_REFRESH, _INSERT, _PLACE_JOINT, _BEATS, _BEGIN_STEP, _UNDO_STEP = map(int, list(Move)[:6])
_REBUILD, _REMOVE, _FREE_WORKPLACE, _KEEP, _FILL, _ANNEAL = map(int, list(Move)[6:])


class Arrays(NamedTuple):
    """All that the moves read and write, packed."""

    week: Week
    rounds: Rounds
    undo: Undo
    best: Best
    rng: RngState


@compiled
def act(move: int, arrays: Arrays, d: int, node: int, nodes: Ints, steps: int, first: float, total: float) -> bool:
    """Do a move; False where it could not be made, or where the answer is no."""
    if move <= _BEATS:
        return _answer(move, arrays, d, node)
    week, rounds, undo, best, rng = arrays
    if move == _ANNEAL:
        anneal(week, rounds, undo, best, rng, steps, first, total)
    elif move == _FILL:
        plain = Noise(np.ones(week.value.size), np.ones(week.base.size), 1.0)
        fill(week, rounds, undo, rng, plain, nodes, bool(YES))
    elif move == _KEEP:
        keep(rounds, best, score_of(rounds))
    else:
        _change(move, arrays, node, nodes)
    return True


@inner
def _answer(move: int, arrays: Arrays, d: int, node: int) -> bool:
    week, rounds, undo, best, rng = arrays
    if move == _REFRESH:
        return refresh(week, rounds, d, int(AFRESH))
    if move == _INSERT:
        return insert(week, rounds, undo, d, node)
    if move == _PLACE_JOINT:
        return place_joint(week, rounds, undo, rng, node)
    return beats(score_of(rounds), best.score)


@inner
def _change(move: int, arrays: Arrays, node: int, nodes: Ints) -> None:
    week, rounds, undo, _, _ = arrays
    if move == _BEGIN_STEP:
        begin_step(week, rounds, undo)
    elif move == _UNDO_STEP:
        undo_step(week, rounds, undo)
    elif move == _REBUILD:
        rebuild(week, rounds)
    elif move == _REMOVE:
        remove(week, rounds, undo, nodes)
    elif move == _FREE_WORKPLACE:
        free_workplace(week, rounds, undo, node)
