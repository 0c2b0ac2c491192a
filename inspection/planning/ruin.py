"""What the search takes apart before it builds again: five ways, each blind where another sees."""

from random import Random

import numpy as np

from .state import State

# Tuning constants: shares of the ways, and how much one removal may take. Found by trying on district weeks.
WAYS = (("strings", 0.45), ("scattered", 0.15), ("worst", 0.15), ("near", 0.15), ("rounds", 0.10))
MOST = 12


def ruin(state: State, random: Random) -> None:
    """Remove some visits, and whatever optional visit stands where an absent required one must go."""
    _make_way(state, random)
    placed = [int(node) for node in np.flatnonzero(state.where >= 0)]
    if not placed:
        return
    way = random.choices([name for name, _ in WAYS], [share for _, share in WAYS])[0]
    count = random.randint(1, min(MOST, len(placed), max(4, len(placed) // 2)))
    state.remove(_WAYS[way](state, random, placed, count))


def _make_way(state: State, random: Random) -> None:
    """Free the workplace of each absent required visit, and sometimes empty a round of its optional ones."""
    instance = state.instance
    absent = np.flatnonzero(instance.required & state.active & (state.where < 0))
    if not absent.size:
        return
    node = int(random.choice(list(absent)))
    same = instance.workplace == instance.workplace[node]
    state.remove([int(n) for n in np.flatnonzero(same & (state.where >= 0) & ~instance.required)])
    days = [d for d in range(len(instance.days)) if instance.compatible[d, node] and state.routes[d]]
    if days and random.random() < 0.5:
        day = random.choice(days)
        optional = [n for n in state.routes[day] if not instance.required[n]]
        state.remove(optional if random.random() < 0.5 else list(state.routes[day]))


def _scattered(state: State, random: Random, placed: list[int], count: int) -> list[int]:  # noqa: ARG001 (one face)
    return random.sample(placed, count)


def _strings(state: State, random: Random, placed: list[int], count: int) -> list[int]:
    """Take neighbouring stops out of the rounds that pass near one place, which may be an absent candidate's."""
    instance = state.instance
    seed = random.randrange(len(instance.visit_of))
    order = np.argsort(instance.travel[instance.point[seed], instance.point[placed]], kind="stable")
    gone: list[int] = []
    rounds: set[int] = set()
    for i in order:
        node = placed[int(i)]
        d = int(state.where[node])
        if d in rounds:
            continue
        if len(gone) >= count:
            break
        rounds.add(d)
        gone += _string(state.routes[d], node, random)
    return gone


def _string(route: list[int], node: int, random: Random) -> list[int]:
    length = random.randint(1, min(len(route), 4))
    at = route.index(node)
    first = random.randint(max(0, at - length + 1), min(at, len(route) - length))
    return route[first : first + length]


def _near(state: State, random: Random, placed: list[int], count: int) -> list[int]:
    """Take stops that are near one another in place, whatever their round."""
    instance = state.instance
    seed = random.choice(placed)
    away = instance.travel[instance.point[seed], instance.point[placed]]
    blur = np.asarray([random.random() for _ in placed])
    return [placed[int(i)] for i in np.argsort(away * (0.6 + 0.8 * blur), kind="stable")[:count]]


def _worst(state: State, random: Random, placed: list[int], count: int) -> list[int]:
    """Take the optional stops with the least value for the minutes that they hold."""
    instance = state.instance
    worth = []
    for node in placed:
        d = int(state.where[node])
        route = state.routes[d]
        day = instance.days[d]
        at = [day.office, *(int(instance.point[n]) for n in route), day.end]
        i = route.index(node) + 1
        travel = instance.travel_list
        minutes = travel[at[i - 1]][at[i]] + travel[at[i]][at[i + 1]] - travel[at[i - 1]][at[i + 1]]
        held = float(state.gain[d, node]) / max(1.0, minutes + instance.service_list[node])
        worth.append(held * (0.5 + random.random()) + (1e6 if instance.required[node] else 0.0))
    return [placed[int(i)] for i in np.argsort(worth, kind="stable")[:count]]


def _rounds(state: State, random: Random, placed: list[int], count: int) -> list[int]:  # noqa: ARG001 (one face)
    """Take a whole round, or two."""
    days = [d for d, route in enumerate(state.routes) if route]
    return [node for d in random.sample(days, min(len(days), random.randint(1, 2))) for node in state.routes[d]]


_WAYS = {"strings": _strings, "scattered": _scattered, "worst": _worst, "near": _near, "rounds": _rounds}
