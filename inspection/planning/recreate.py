"""Fill the rounds: required visits first, the most constrained of them first; then value by added minute."""

from collections.abc import Sequence

import numpy as np

from .instance import Floats
from .joint import place_joint
from .state import State


def fill(state: State, noise: Floats | None = None, power: float = 1.0) -> None:
    """Place what fits.

    noise
        (team-days, nodes) numbers in [0, 1) that blur the order, so that every repetition differs; None for the greedy.
    power
        Weight of the added minutes: 1 is value by minute, less looks more at the value, more at the minutes.
    """
    _fill_joint(state, noise, required=True)
    _fill_required(state, noise)
    if noise is None or noise.flat[0] < 0.5:
        _fill_optional(state, noise, power)
        _fill_joint(state, noise, required=False)
    else:
        _fill_joint(state, noise, required=False)
        _fill_optional(state, noise, power)


def _fill_joint(state: State, noise: Floats | None, *, required: bool) -> None:
    instance = state.instance
    asked = np.flatnonzero(state.free() & ~instance.single & (instance.required == required))
    for visit in sorted({instance.visit_of[int(node)] for node in asked}, key=lambda v: -instance.visits[v].value):
        node = instance.nodes[visit][0]
        if state.free()[node] and (required or instance.value[node] > 0):
            place_joint(state, visit, None if noise is None else noise[0])


def _fill_required(state: State, noise: Floats | None) -> None:
    """Take the visit that loses most if it does not get its best round now (its regret); one round left is most."""
    instance = state.instance
    while True:
        nodes = np.flatnonzero(state.free() & instance.required & instance.single)
        if not nodes.size:
            return
        cost = state.cost[:, nodes] - (state.gain[:, nodes] - instance.value[nodes])
        ways = np.isfinite(cost).sum(axis=0)
        if not ways.any():
            return
        if noise is not None:
            cost = cost * (0.7 + 0.6 * noise[:, nodes])
        two = np.sort(cost, axis=0)[:2]
        with np.errstate(invalid="ignore"):
            regret = np.where(ways > 1, two[-1] - two[0], 1e6 - two[0])
        regret = np.where(ways > 0, regret, -np.inf)
        if noise is not None:
            regret = np.where(ways > 1, regret * (0.5 + noise[0, nodes]), regret)
        pick = int(regret.argmax())
        d = int(cost[:, pick].argmin())
        state.insert(int(nodes[pick]), (d, int(state.gap[d, nodes[pick]])))


def _fill_optional(state: State, noise: Floats | None, power: float) -> None:
    instance = state.instance
    blur: Floats | float = 1.0 if noise is None else 0.75 + 0.5 * noise[0]
    gain = state.gain * (~instance.required & instance.single) * blur
    while True:
        free = state.free()
        minutes = np.maximum(state.cost, 1.0)
        score = np.where(free, gain / (minutes if power == 1.0 else minutes**power), 0.0)
        flat = int(score.argmax()) if score.size else 0
        if not score.size or score.flat[flat] <= 0:
            return
        d, node = divmod(flat, score.shape[1])
        state.insert(node, (d, int(state.gap[d, node])))


def follow(state: State, rounds: Sequence[Sequence[int]], starts: dict[int, float]) -> None:
    """Put the rounds of a start plan in, in their order, leaving out what no longer fits.

    rounds
        Nodes for each team-day; starts: the minute of each joint visit's node, which its twins keep.
    """
    joint: set[int] = set()
    for d, nodes in enumerate(rounds):
        for node in nodes:
            if node in starts:
                state.windows[node] = ((starts[node], starts[node]),)
                joint.add(node)
            free = bool(state.free()[node]) or (node in joint and state.where[node] < 0)
            if free and state.instance.compatible[d, node] and d not in state.kept:
                state.insert(node, (d, len(state.routes[d])))
    visits = sorted({state.instance.visit_of[node] for node in joint})
    for visit in visits:
        twins: list[int] = state.instance.nodes[visit]
        if any(state.where[node] < 0 for node in twins):
            state.remove(twins)


def make_room(state: State) -> None:
    """Place what is still absent of the required visits by taking out optional ones, round by round.

    No required visit is ever left out in favour of an optional one, whatever the search has tried.
    """
    instance = state.instance
    absent = np.flatnonzero(instance.required & state.active & (state.where < 0))
    for visit in sorted({instance.visit_of[int(node)] for node in absent}):
        node = instance.nodes[visit][0]
        days = [d for d in range(len(instance.days)) if instance.compatible[d, node] and d not in state.kept]
        groups = [[d] for d in days]
        if instance.visits[visit].teams > 1:
            groups = [[d for d in days if instance.days[d].base == base] for base in _bases(state, days)]
        if any(_make_room_on(state, visit, group) for group in groups):
            fill(state)


def _bases(state: State, days: Sequence[int]) -> list[float]:
    return sorted({state.instance.days[d].base for d in days})


def _make_room_on(state: State, visit: int, days: Sequence[int]) -> bool:
    instance = state.instance
    node = instance.nodes[visit][0]
    before = state.save()
    near = {e for d in days for e in (d, *instance.days[d].earlier, *instance.days[d].later)}
    here = np.isin(state.where, sorted(near)) | (instance.workplace == instance.workplace[node])
    state.remove([int(n) for n in np.flatnonzero(here & (state.where >= 0) & ~instance.required)])
    if state.free()[node]:
        if instance.visits[visit].teams > 1:
            if place_joint(state, visit):
                return True
        else:
            d = days[0]
            if np.isfinite(state.cost[d, node]) and state.insert(node, (d, int(state.gap[d, node]))):
                return True
    state.restore(before)
    return False
