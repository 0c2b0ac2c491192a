"""Tiny weeks whose best plan is found by trying everything; each is worked out once in a process."""

from functools import cache
from itertools import chain, permutations
from random import Random

from builders_planning import MONDAY, WEEK, a_day, a_policy, a_visit

STEP = 5  # all minutes of these weeks are multiples of it, so times on this grid lose nothing


def a_tiny_week(seed):
    """Return up to six visits and one or two team-days, in steps of five minutes."""
    random = Random(seed)
    days = [
        a_day(team, MONDAY, office=(0.0, 5.0 * random.randint(0, 4)), shift=(480.0, 480.0 + random.choice([240, 420])))
        for team in "AB"[: random.randint(1, 2)]
    ]
    visits = [
        a_visit(
            f"v{i}",
            at=(5.0 * random.randint(0, 8), 5.0 * random.randint(0, 8)),
            minutes=float(random.choice([45, 60, 90])),
            value=float(random.randint(1, 30)),
            windows=[(first, first + 5.0 * random.randint(0, 24)) for first in _opens(random)],
            days=WEEK[:1],
            required=random.random() < 0.2,
        )
        for i in range(random.randint(3, 6))
    ]
    policy = a_policy(
        longest_day_minutes=float(random.choice([300, 400, 600])),
        break_after_minutes=float(random.choice([180, 240, 600])),
        break_minutes=30.0,
    )
    return visits, days, policy


def _opens(random):
    return [480.0 + 5 * random.randint(0, 70) for _ in range(random.randint(1, 2))]


def _holds(stops, day, policy):
    """Tell by trying each departure and each place of a break whether this order of stops can be kept."""
    slots = [None, *range(2 * len(stops))]
    latest = int(day.shift[1])
    return any(_runs(stops, day, policy, t, slot) for t in range(int(day.shift[0]), latest, STEP) for slot in slots)


def _runs(stops, day, policy, leaves, slot):
    now, here = leaves, day.office
    for i, visit in enumerate(stops):
        now += abs(here[0] - visit.point[0]) + abs(here[1] - visit.point[1]) + policy.break_minutes * (slot == 2 * i)
        starts = [max(now, first) for first, last in visit.windows if now <= last]
        if not starts:
            return False
        now = min(starts) + visit.minutes + policy.break_minutes * (slot == 2 * i + 1)
        here = visit.point
    now += abs(here[0] - day.office[0]) + abs(here[1] - day.office[1])
    rested = slot is not None or now - leaves <= policy.break_after_minutes
    return now <= day.shift[1] and now - leaves <= policy.longest_day_minutes and rested


@cache
def the_optimum(seed):
    """Return the most (required placed, value) over every way of giving the visits of that week to its team-days."""
    visits, days, policy = a_tiny_week(seed)
    orders = chain.from_iterable(permutations(range(len(visits)), n) for n in range(len(visits) + 1))
    kept = [{()} for _ in days]  # an order holds only where it holds without its last stop
    for order in orders:
        for d, day in enumerate(days):
            if order[:-1] in kept[d] and _holds([visits[i] for i in order], day, policy):
                kept[d].add(order)
    sets = [{frozenset(order) for order in held} for held in kept]
    worth = {key: _worth([visits[i] for i in key]) for key in set.union(*sets)}
    if len(days) == 1:
        return max(worth.values())
    pairs = ((worth[a], worth[b]) for a in sets[0] for b in sets[1] if not a & b)
    return max((a[0] + b[0], a[1] + b[1]) for a, b in pairs)


def _worth(visits):
    return sum(visit.required for visit in visits), sum(visit.value for visit in visits)
