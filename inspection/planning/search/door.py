"""The one door from Python into the search: each function with a door of its own is compiled again with all it calls.

What Python asks for is a move, by its number; what the moves share stands behind the door once.
"""

from enum import IntEnum

import numpy as np

from inspection.planning.search.arrays import YES, Best, Dice, Ints, Rounds, Taste, Undo, Week
from inspection.planning.search.compiling import compiled, inner
from inspection.planning.search.joint import place_joint
from inspection.planning.search.moves import begin, go_back, insert, refresh, remove, resume
from inspection.planning.search.recreate import fill
from inspection.planning.search.ruin import free_workplace
from inspection.planning.search.search import beats, improve, keep, score_of


class Move(IntEnum):
    """What Python may ask of the search; each is the function of that name, and the first four have an answer."""

    REFRESH = 0
    INSERT = 1
    PLACE_JOINT = 2
    BEATS = 3
    BEGIN = 4
    GO_BACK = 5
    RESUME = 6
    REMOVE = 7
    FREE_WORKPLACE = 8
    KEEP = 9
    FILL = 10
    IMPROVE = 11


_REFRESH, _INSERT, _PLACE_JOINT, _BEATS, _BEGIN, _GO_BACK = map(int, list(Move)[:6])
_RESUME, _REMOVE, _FREE_WORKPLACE, _KEEP, _FILL, _IMPROVE = map(int, list(Move)[6:])


@compiled
def act(
    move: int,
    week: Week,
    rounds: Rounds,
    undo: Undo,
    best: Best,
    dice: Dice,
    d: int,
    node: int,
    nodes: Ints,
    put: int,
    steps: int,
    first: float,
    total: float,
) -> bool:
    """Do a move; False where it could not be made, or where the answer is no."""
    if move <= _BEATS:
        return _answer(move, week, rounds, undo, best, dice, d, node, put)
    if move == _IMPROVE:
        improve(week, rounds, undo, best, dice, steps, first, total)
    elif move == _FILL:
        plain = Taste(np.ones(week.value.size), np.ones(week.base.size), 1.0)
        fill(week, rounds, undo, dice, plain, nodes, bool(YES))
    elif move == _KEEP:
        keep(rounds, best, score_of(rounds))
    else:
        _change(move, week, rounds, undo, node, nodes)
    return True


@inner
def _answer(
    move: int, week: Week, rounds: Rounds, undo: Undo, best: Best, dice: Dice, d: int, node: int, put: int
) -> bool:
    if move == _REFRESH:
        return refresh(week, rounds, d, put)
    if move == _INSERT:
        return insert(week, rounds, undo, d, node)
    if move == _PLACE_JOINT:
        return place_joint(week, rounds, undo, dice, node)
    return beats(score_of(rounds), best.score)


@inner
def _change(move: int, week: Week, rounds: Rounds, undo: Undo, node: int, nodes: Ints) -> None:
    if move == _BEGIN:
        begin(week, rounds, undo)
    elif move == _GO_BACK:
        go_back(week, rounds, undo)
    elif move == _RESUME:
        resume(week, rounds)
    elif move == _REMOVE:
        remove(week, rounds, undo, nodes)
    elif move == _FREE_WORKPLACE:
        free_workplace(week, rounds, undo, node)
