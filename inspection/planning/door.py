"""The one door from Python into the search: each function with a door of its own is compiled again with all it calls.

What Python asks for is a move, by its number; what the moves share stands behind the door once.
"""

from enum import IntEnum

import numpy as np

from .arrays import YES, Best, Dice, Ints, Rounds, Taste, Undo, Week
from .compiled import compiled
from .joint import place_joint
from .moves import begin, go_back, insert, refresh, remove, resume
from .recreate import fill
from .ruin import free_workplace
from .search import beats, improve, keep, score_of


class Move(IntEnum):
    """What Python may ask of the search; each is the function of that name."""

    BEGIN = 0
    GO_BACK = 1
    RESUME = 2
    REFRESH = 3
    INSERT = 4
    REMOVE = 5
    FREE_WORKPLACE = 6
    PLACE_JOINT = 7
    FILL = 8
    KEEP = 9
    BEATS = 10
    IMPROVE = 11


_BEGIN, _GO_BACK, _RESUME, _REFRESH, _INSERT, _REMOVE = map(int, list(Move)[:6])
_FREE_WORKPLACE, _PLACE_JOINT, _FILL, _KEEP, _BEATS, _IMPROVE = map(int, list(Move)[6:])


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
    """Do a move; False where it could not be made."""
    if move == _BEGIN:
        begin(week, rounds, undo)
    elif move == _GO_BACK:
        go_back(week, rounds, undo)
    elif move == _RESUME:
        resume(week, rounds)
    elif move == _REFRESH:
        return refresh(week, rounds, d, put)
    elif move == _INSERT:
        return insert(week, rounds, undo, d, node)
    elif move == _REMOVE:
        remove(week, rounds, undo, nodes)
    elif move == _FREE_WORKPLACE:
        free_workplace(week, rounds, undo, node)
    elif move == _PLACE_JOINT:
        return place_joint(week, rounds, undo, dice, node)
    elif move == _FILL:
        plain = Taste(np.ones(week.value.size), np.ones(week.base.size), 1.0)
        fill(week, rounds, undo, dice, plain, nodes, bool(YES))
    elif move == _KEEP:
        keep(rounds, best, score_of(rounds))
    elif move == _BEATS:
        return beats(score_of(rounds), best.score)
    elif move == _IMPROVE:
        improve(week, rounds, undo, best, dice, steps, first, total)
    return True
