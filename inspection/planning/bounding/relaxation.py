"""What the bound reads: the week's question relaxed where that is cheap, and never made stricter."""

from collections.abc import Iterator, Sequence
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from inspection.planning.problem import RoundPolicy, TeamDay
from inspection.planning.search import Bools, Floats, Instance, Ints, compiled, joined, starts_of

# The bound must hold whatever floats lose, and be quick: so every limit is loosened a little, what takes next to no
# time is given for free, and the length of a day is looked at in slices of departures instead of at every minute.
SLACK = 1e-3  # minutes given away at every limit: more than any sum of floats can lose
INSTANT = 1.0  # minutes; what takes less, way included, takes none here
FEWEST, MOST = 60, 4000  # steps of the clock of one team-day
TICK = 2.5  # minutes, where that gives steps enough
SLICES = 6  # departures of a day shorter than its shift are looked at in so many spans
KINDS = 7  # numbers that say how a round may lie in its day


class Relaxed(NamedTuple):
    """The week for the bound: v counts visits, d team-days, w workplaces.

    kinds
        (k, 7) ways in which a round of a team-day may keep its hours, each with no more than one break: earliest and
        latest departure, latest return, longest day, and earliest start, latest start and minutes of the break
        (minutes of -1: none). Every round is of one of the kinds of its day.
    """

    travel: Floats  # shortest ways, also by way of other points
    service: Floats
    opens: Floats
    closes: Floats
    value: Floats
    share: Floats  # of the visit that one of its teams makes
    required: Floats  # 1 or 0
    workplace: Ints
    workplaces: int
    office: Ints
    end: Ints
    cand_from: Ints
    cand: Ints  # visits with a place in an otherwise empty round
    may: Bools  # (d, v): the same, and those that take no time
    like: Ints  # the first team-day with the same office and hours
    free_from: Ints
    free: Ints  # visits that take no time, or are of a day too long to follow
    kind_from: Ints
    kinds: Floats
    tick: Floats  # minutes of a step of the clock of d
    stride: Ints  # steps that every stop takes at least


def relax(instance: Instance, *, all_required: bool) -> Relaxed:
    """Return the question of the bound; languages, skills, sizes, days and pins stay, rest and meeting do not.

    all_required
        Every workplace with required visits gets one of them, so that its other visits drop out.
    """
    week, days = instance.week, instance.team_days
    of_visit = np.asarray([nodes[0] for nodes in instance.nodes], dtype=np.intp)
    travel = shortest_ways(week.travel)
    fits = _fits(instance)
    if all_required:
        musts = {visit.workplace for visit in instance.visits if visit.required}
        fits &= [visit.required or visit.workplace not in musts for visit in instance.visits]
    lists = [np.flatnonzero(row) for row in fits]
    kinds = [list(_kinds(day, instance.policy)) for day in days]
    alike = [(int(week.office[d]), int(week.end[d]), tuple(each)) for d, each in enumerate(kinds)]
    ticks = [_tick(travel, week.service[of_visit], lists[d], int(week.office[d]), day) for d, day in enumerate(days)]
    slow = [lists[d][~free] for d, (_, _, free) in enumerate(ticks)]
    return Relaxed(
        travel=travel,
        service=week.service[of_visit],
        opens=week.opens[of_visit],
        closes=week.closes[of_visit] + SLACK,
        value=week.value[of_visit],
        share=1.0 / week.twins[of_visit],
        required=week.required[of_visit].astype(np.float64),
        workplace=week.workplace[of_visit],
        workplaces=int(week.at_workplace_from.size) - 1,
        office=week.office,
        end=week.end,
        cand_from=starts_of(slow),
        cand=joined(slow),
        may=fits,
        like=np.asarray([alike.index(each) for each in alike], dtype=np.intp),
        free_from=starts_of([lists[d][free] for d, (_, _, free) in enumerate(ticks)]),
        free=joined([lists[d][free] for d, (_, _, free) in enumerate(ticks)]),
        kind_from=starts_of(kinds),
        kinds=np.asarray([kind for each in kinds for kind in each], dtype=np.float64).reshape(-1, KINDS),
        tick=np.asarray([tick for tick, _, _ in ticks], dtype=np.float64),
        stride=np.asarray([stride for _, stride, _ in ticks], dtype=np.intp),
    )


def _fits(instance: Instance) -> Bools:
    """Return (d, v): what may be made alone in a round, by all rules but those of breaks."""
    week = instance.week
    of_visit = np.asarray([nodes[0] for nodes in instance.nodes], dtype=np.intp)
    may = np.zeros((len(instance.team_days), len(instance.visits)), dtype=np.bool_)
    for v, nodes in enumerate(instance.nodes):
        may[:, v] = week.compatible[:, nodes].any(axis=1)
        if len(nodes) > 1:
            may[:, v] &= _enough(week.base, may[:, v], len(nodes))
    if not may.size:
        return may
    travel, points = week.travel, np.arange(len(instance.visits))
    there, home = travel[week.office][:, points], travel[points][:, week.end].T
    service, opens, closes = week.service[of_visit], week.opens[of_visit], week.closes[of_visit]
    inside = np.zeros_like(may)
    for k in range(opens.shape[1]):
        start = np.maximum(opens[:, k], week.lo[:, None] + there)
        ends_by = np.minimum(closes[:, k], week.hi[:, None] - home - service)
        inside |= start <= ends_by + SLACK
    return np.asarray(may & inside & (there + service + home <= week.longest[:, None] + SLACK))


def _enough(base: Floats, may: np.ndarray, teams: int) -> Bools:
    """Return the team-days on whose date so many teams could come together."""
    return np.asarray([bool((may & (base == midnight)).sum() >= teams) for midnight in base], dtype=np.bool_)


def _kinds(day: TeamDay, policy: RoundPolicy) -> Iterator[tuple[float, ...]]:
    """Yield how a round may keep its hours: each break of the day held, or had in the office before or after it.

    Where several breaks would be held only the longest is asked, since one rest may serve for several of them.
    """
    longest = min(policy.longest_day_minutes, inf if day.longest is None else day.longest)
    spans: list[tuple[float, float, float, tuple[tuple[float, float, float], ...]]] = [(*day.shift, longest, ())]
    for earliest, latest, minutes in day.breaks:
        spans = [
            each
            for lo, hi, most, held in spans
            for each in (
                (lo, hi, most, (*held, (earliest, latest, minutes))),
                (lo, min(hi, latest), most, held),
                (max(lo, earliest + minutes), hi, most, held),
            )
        ]
    for lo, hi, most, held in spans:
        done = policy.break_minutes <= 0 or any(each[2] >= policy.break_minutes for each in held)
        if done or min(hi - lo, most) <= policy.break_after_minutes:
            yield from _sliced(lo, hi, most, held)
        else:
            yield from _sliced(lo, hi, most, (*held, (-inf, inf, policy.break_minutes)))
            yield from _sliced(lo, hi, policy.break_after_minutes, held)


def _sliced(
    lo: float, hi: float, longest: float, held: Sequence[tuple[float, float, float]]
) -> Iterator[tuple[float, ...]]:
    """Yield one kind, or one for each span of departures where the day may not be as long as the shift."""
    earliest, latest, minutes = max(held, key=lambda each: each[2], default=(-inf, inf, -1.0))
    pause = (earliest, latest + SLACK, max(0.0, minutes - SLACK) if minutes >= 0 else -1.0)
    lo -= SLACK
    if hi < lo:
        return
    spare = hi - lo - longest
    if not spare > 0 or not isfinite(spare):
        yield lo, hi, hi + SLACK, inf, *pause
        return
    step = max(30.0, spare / SLICES)
    begin = lo
    while begin < lo + spare:
        until = min(begin + step, lo + spare)
        yield begin, until, min(hi, until + longest) + SLACK, longest + SLACK, *pause
        begin = until
    yield lo + spare, hi, hi + SLACK, longest + SLACK, *pause


def _tick(travel: Floats, service: Floats, cand: Ints, office: int, day: TeamDay) -> tuple[float, int, Bools]:
    """Return the step of the clock, the steps that every stop takes, and which candidates take no time at all."""
    if not cand.size:
        return 1.0, 1, np.zeros(0, dtype=np.bool_)
    between = travel[np.ix_(cand, cand)] + np.where(np.eye(cand.size, dtype=np.bool_), inf, 0.0)
    takes = service[cand] + np.minimum(between.min(axis=0), travel[office, cand])
    free = takes < INSTANT
    if free.all():
        return 1.0, 1, free
    span = day.shift[1] - day.shift[0]
    tick = max(0.1, min(TICK, span / FEWEST, float(takes[~free].min()) / 2))
    if span / tick > MOST:
        return 1.0, 1, np.ones(cand.size, dtype=np.bool_)
    slow = cand[~free]
    ways = np.floor(np.vstack((between[np.ix_(~free, ~free)], travel[office, slow][None])) / tick)
    return tick, max(1, int((ways + np.floor(service[slow] / tick)).min())), free


@compiled
def shortest_ways(travel: Floats) -> Floats:
    """Return the table with every way no longer than any way by other points (Floyd and Warshall).

    The bound may then pass over a visit that is not worth its price: without it nobody comes later anywhere.
    """
    ways = travel.copy()
    size = ways.shape[0]
    for k in range(size):
        through = ways[k]
        for i in range(size):
            leg = ways[i, k]
            row = ways[i]
            for j in range(size):
                row[j] = min(row[j], leg + through[j])
    return ways
