"""What the compiled search reads and writes: a week that never changes, and its rounds that do."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Shorts = npt.NDArray[np.int16]
RngState = npt.NDArray[np.uint64]

# Numbers of the machine, not literals: a function is compiled once more for each literal that it is called with.
NONE = np.intp(-1)
YES, NO = np.bool_(True), np.bool_(False)
INF = np.inf
EPS = 1e-6  # minutes; float noise of sums, far below anything that matters


class Week(NamedTuple):
    """The question as arrays; d counts team-days, n nodes (a visit, or one of its twins), w workplaces.

    Lists of lists stand as one array with `…_from`: those of d are `cand[cand_from[d] : cand_from[d + 1]]`.
    """

    travel: Floats  # minutes from point to point
    onward: Floats  # the same table, transposed, so that the ways to one point lie side by side
    point: Ints
    service: Floats
    opens: Floats  # (n, k) windows in order; those that a visit does not have open at inf and close at -inf
    closes: Floats
    value: Floats  # of the visit, at its first twin
    required: Bools
    first: Ints  # the visit's first twin
    twins: Ints  # how many nodes the visit has
    workplace: Ints
    at_workplace_from: Ints
    at_workplace: Ints  # the first twins at each workplace
    compatible: Bools  # (d, n)
    cand_from: Ints
    cand: Ints  # nodes without twins that fit into an otherwise empty round of d, those of short service first
    base: Floats  # absolute minute of the midnight before d
    lo: Floats
    hi: Floats
    longest: Floats
    office: Ints
    end: Ints
    duties: Ints  # bit mask of all breaks that d must have
    policy_bit: Ints  # the one of them that a short day does not need; 0 where there is none
    break_after: float
    pauses: Ints  # how many ways of fulfilling duties d has, and what they are:
    breaks: Floats  # (d, b, 3): earliest and latest start, minutes
    bits: Ints  # (d, b): the duties that each fulfils
    bound_from: Ints
    bound: Ints  # the team's days, in order, that rest binds to d; d alone where none does
    rest: float
    joint: Ints  # nodes of visits of several teams


class Rows(NamedTuple):
    """One row for each team-day: its stops, and what is known of the room between them."""

    stops: Ints  # (d, i)
    count: Ints  # type: ignore[assignment]  # hides tuple.count, which nobody calls
    ready: Floats  # (d, duties fulfilled, gap): earliest minute of leaving the stop before the gap
    until: Floats  # (d, duties fulfilled, gap): latest minute of arriving at the stop after the gap
    lenient: Floats  # the same for a day so short that the policy asks no break of it
    work: Floats  # minutes of travel and service
    leaves: Floats
    back: Floats
    lo: Floats  # what rest leaves of the shift
    hi: Floats
    gain: Floats  # worth of the round
    musts: Ints  # required visits in the round
    cost: Floats  # (d, n): fewest added minutes, inf where n has no place in the round
    gap: Shorts  # where that is


class Rounds(NamedTuple):
    """The rounds while the search works on them."""

    rows: Rows
    cache: Rows  # rounds met before: so many of each team-day, one after the other; a count below zero where none is
    where: Ints  # the team-day of each node, -1 without one
    used: Ints  # placed visits at each workplace
    opens: Floats  # the windows, or the one minute at which a placed visit of several teams starts
    closes: Floats
    active: Bools  # nodes that may be placed at all
    kept: Bools  # team-days that stay as they are
    start: Bools  # (d, n): where the start plan has it; (0, 0) without a start plan
    change_cost: float
    now: Floats  # scratch: one number for each set of duties
    pool: Ints  # scratch: nodes
    known: Ints  # scratch: nodes that have a place in a round
    begins: Ints  # scratch: where the nodes that ask for each gap begin in the pool
    ends: Ints  # scratch: and where they end
    before: Floats  # scratch: bounds of a team's days


class Undo(NamedTuple):
    """What a step back needs: the rows that a step has touched as they were before it."""

    rows: Rows
    trial: Rows  # the same for a single insertion that exact times may refuse
    is_touched: Bools
    opens: Floats  # of the nodes of visits of several teams
    closes: Floats


class Best(NamedTuple):
    """The best week so far, whole at every moment, so that an interrupt finds it; score is [musts, worth, minutes]."""

    stops: Ints
    count: Ints  # type: ignore[assignment]  # hides tuple.count, which nobody calls
    lo: Floats
    hi: Floats
    opens: Floats
    closes: Floats
    score: Floats


class Noise(NamedTuple):
    """How much a step over- or undervalues visits and team-days, so that repetitions differ; ones are the greedy."""

    node: Floats
    day: Floats
    power: float  # weight of added minutes: 1 is value by minute, less looks at the value, more at the minutes


def empty_rows(days: int, nodes: int, stops: int, masks: int) -> Rows:
    """Return rows without any stop."""
    inf = float("inf")
    return Rows(
        stops=np.zeros((days, stops), dtype=np.intp),
        count=np.zeros(days, dtype=np.intp),
        ready=np.full((days, masks, stops + 1), inf),
        until=np.full((days, masks, stops + 1), -inf),
        lenient=np.full((days, masks, stops + 1), -inf),
        work=np.zeros(days),
        leaves=np.full(days, inf),
        back=np.full(days, -inf),
        lo=np.zeros(days),
        hi=np.zeros(days),
        gain=np.zeros(days),
        musts=np.zeros(days, dtype=np.intp),
        cost=np.full((days, nodes), inf),
        gap=np.zeros((days, nodes), dtype=np.int16),
    )


def cache_rows(rows: int, like: Rows) -> Rows:
    """Return so many rows that hold nothing yet, a count below zero saying so; memory is taken as they are written."""
    empty = Rows(*(np.empty((rows, *each.shape[1:]), dtype=each.dtype) for each in like))
    empty.count[:] = -1
    return empty
