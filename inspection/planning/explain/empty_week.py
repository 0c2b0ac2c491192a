"""A visit in an otherwise empty week: where it could be made, and by how little each rule of time keeps it out."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np

from inspection.planning.problem import Point
from inspection.planning.search import UNREACHABLE, Floats, Instance, build, fit_round, pack_week

ENDLESS = 1e5  # minutes; more than any rule of time is ever missed by


@dataclass(frozen=True, kw_only=True)
class Ease:
    """How much the rules of time are eased in one question; the default asks the week as it is.

    earlier, later
        Minutes added to the shift; longer: to the longest working day; before, after: to each window.
    less_rest, shorter
        Minutes taken from the rest beside frozen rounds, and from the service.
    is_breakless, is_on_the_spot, is_anytime
        No break is due; the team begins and ends at the place; the service may start at any minute.
    """

    earlier: float = 0.0
    later: float = 0.0
    longer: float = 0.0
    less_rest: float = 0.0
    shorter: float = 0.0
    before: float = 0.0
    after: float = 0.0
    is_breakless: bool = False
    is_on_the_spot: bool = False
    is_anytime: bool = False


AS_IS = Ease()
# What lifts each rule of time altogether, in the order in which one is named where any of several would do: what comes
# on top of the shift before the shift itself.
FULL: Mapping[str, Callable[[Ease], Ease]] = {
    "no_rest_between_days": lambda ease: replace(ease, less_rest=ENDLESS),
    "no_time_for_the_break": lambda ease: replace(ease, is_breakless=True),
    "day_too_long": lambda ease: replace(ease, longer=ENDLESS),
    "no_shift_reaches_the_window": lambda ease: replace(ease, earlier=ENDLESS, later=ENDLESS),
}
UNREACHED = "place_unreachable"


class NoTravel:
    """Travel times of a week in which nobody travels."""

    name, version = "nowhere", ""

    def minutes(self, points: list[Point], depart: float | None = None) -> Floats:  # noqa: ARG002 (protocol)
        """Return zeros."""
        return np.zeros((len(points), len(points)))


class EmptyWeek:
    """The week with nothing in it but the frozen rounds; every answer is exact.

    spans
        (leaves, back) of frozen team-days that are out.
    """

    def __init__(self, instance: Instance, spans: Mapping[int, tuple[float, float]]) -> None:
        self.instance, self._spans = instance, spans
        week = instance.week
        # as if shifts were endless: a longer one then has the breaks that it owes, and a short round owes none anyway
        days = [replace(day, shift=(-2 * ENDLESS, 2 * ENDLESS)) for day in instance.team_days]
        duties = build([], days, NoTravel(), instance.policy).week
        self._duties = duties
        self._week = week._replace(
            longest=week.longest.copy(),
            service=week.service.copy(),
            office=week.office.copy(),
            end=week.end.copy(),
            pauses=duties.pauses.copy(),
            duties=duties.duties.copy(),
            policy_bit=duties.policy_bit.copy(),
            breaks=duties.breaks,
            bits=duties.bits,
        )
        self._packed = pack_week(self._week)
        self._opens, self._closes = week.opens.copy(), week.closes.copy()

    def fits(self, visit: int, d: int, ease: Ease = AS_IS, start: float | None = None) -> bool:
        """Tell whether the visit alone keeps every rule of time on team-day d, beginning at `start` if given."""
        node = self.instance.nodes[visit][0]
        self._set(visit, node, d, ease, start)
        return self._has_times(d, [node], *self.bounds(d, ease))

    def fits_beside(
        self, nodes: Sequence[int], d: int, opens: Floats, closes: Floats, span: tuple[float, float]
    ) -> bool:
        """Tell whether these stops in this order keep every rule of time if d works in `span` instead of its shift."""
        self._set_beside(nodes, d, opens, closes)
        return self._has_times(d, nodes, *span)

    def ends(
        self, nodes: Sequence[int], d: int, opens: Floats, closes: Floats, span: tuple[float, float]
    ) -> tuple[float, float]:
        """Return when a round of these stops alone leaves and is back; `span` itself where they have no times."""
        self._set_beside(nodes, d, opens, closes)
        times = self._times(d, nodes, *span)
        return (float(times[0, 0]), float(times[0, 1])) if times.shape[0] else span

    def _set_beside(self, nodes: Sequence[int], d: int, opens: Floats, closes: Floats) -> None:
        self._opens[nodes], self._closes[nodes] = opens[nodes], closes[nodes]
        for node in nodes:
            self._week.service[node] = self.instance.week.service[node]
        self._set_day(d, AS_IS)

    def _has_times(self, d: int, nodes: Sequence[int], lo: float, hi: float) -> bool:
        return bool(self._times(d, nodes, lo, hi).shape[0])

    def _times(self, d: int, nodes: Sequence[int], lo: float, hi: float) -> Floats:
        stops = np.asarray(nodes, dtype=np.intp)
        return fit_round(self._packed, self._opens, self._closes, d, stops, lo, hi)

    def is_reached(self, visit: int, d: int) -> bool:
        """Tell whether ways lead from the office to the place and from there to the end."""
        week = self.instance.week
        out, home = week.travel[week.office[d], visit], week.travel[visit, week.end[d]]
        return bool(out < UNREACHABLE and home < UNREACHABLE)

    def rules(self, visit: int, d: int) -> frozenset[str]:
        """Return the fewest rules of time without which the visit fits into team-day d; empty where it fits."""
        if not self.is_reached(visit, d):
            return self._fewest(visit, d, Ease(is_on_the_spot=True)) | {UNREACHED}
        return self._fewest(visit, d, AS_IS)

    def _fewest(self, visit: int, d: int, ease: Ease) -> frozenset[str]:
        for some in chain.from_iterable(combinations(FULL, n) for n in range(len(FULL) + 1)):
            if self.fits(visit, d, self.full(visit, some, ease)):
                return frozenset(some)
        return frozenset(FULL)  # a window or a service beyond any sense: all of them, rather than no plan

    def full(self, visit: int, rules: Collection[str], ease: Ease = AS_IS) -> Ease:
        """Return the ease that lifts these rules altogether."""
        if UNREACHED in rules:
            ease = replace(ease, is_on_the_spot=True)
        for rule in FULL:
            ease = FULL[rule](ease) if rule in rules else ease
        never = not self.instance.visits[visit].windows
        return replace(ease, is_anytime=True) if never and "no_shift_reaches_the_window" in rules else ease

    def meet(self, visit: int, days: Sequence[int], ease: Ease, *, must: int | None = None, more: int = 0) -> bool:
        """Tell whether the teams of a visit can start in one minute, all of them on team-days of one date.

        must
            A team-day that is among them; more: further teams like the first of `days`.
        """
        needed = self.instance.visits[visit].teams
        return any(
            (must is None or must in able) and len(able) + (more if days[0] in able else 0) >= needed
            for _, able in self.meetings(visit, days, ease)
        )

    def meetings(self, visit: int, days: Sequence[int], ease: Ease = AS_IS) -> Iterator[tuple[float, list[int]]]:
        """Yield minutes at which the visit may start with the team-days that can, all that can share one sharing it."""
        for start in sorted({minute for d in days for minute in self._starts(visit, d, ease)}):
            yield start, [d for d in days if self.fits(visit, d, ease, start)]

    def _starts(self, visit: int, d: int, ease: Ease) -> set[float]:
        """Return minutes at which a span of possible starts may begin: if two teams share a minute, they share one."""
        week, node = self._week, self.instance.nodes[visit][0]
        self._set(visit, node, d, ease, None)
        out = float(week.travel[week.office[d], visit])
        ways = out + float(week.travel[visit, week.end[d]])
        pauses = [tuple(map(float, week.breaks[d, b])) for b in range(week.pauses[d])]
        limits = [float(week.longest[d]), week.break_after]
        begins = [self.bounds(d, ease)[0] + out]
        for earliest, _, minutes in pauses:
            begins += [earliest + minutes, earliest + minutes + out]
            begins += [earliest + minutes + ways - limit for limit in limits]
        held = [minutes for _, _, minutes in pauses]
        sums = {sum(some) for n in range(len(held) + 1) for some in combinations(held, n)}
        moments = {begin + more for begin in begins for more in sums if np.isfinite(begin)}
        opens = {float(minute) for minute in self._opens[node] if np.isfinite(minute)}
        return {minute for minute in moments | opens if self.fits(visit, d, ease, minute)}

    def bounds(self, d: int, ease: Ease = AS_IS) -> tuple[float, float]:
        """Return what the shift and the rest beside the team's frozen rounds leave of team-day d."""
        week = self.instance.week
        shift = float(week.lo[d]) - ease.earlier, float(week.hi[d]) + ease.later
        return self.instance.rest_bounds(d, shift, self._spans, ease.less_rest)

    def _set(self, visit: int, node: int, d: int, ease: Ease, start: float | None) -> None:
        self._set_day(d, ease)
        mine, given = self._week, self.instance.week
        mine.service[node] = given.service[node] - ease.shorter
        mine.office[d] = visit if ease.is_on_the_spot else given.office[d]
        mine.end[d] = visit if ease.is_on_the_spot else given.end[d]
        self._opens[node], self._closes[node] = given.opens[node] - ease.before, given.closes[node] + ease.after
        if ease.is_anytime:
            self._open(node, -2 * ENDLESS, 2 * ENDLESS)
        if start is not None:
            inside = (self._opens[node] <= start + 1e-9) & (start <= self._closes[node] + 1e-9)
            self._open(node, start, start if inside.any() else start - 1.0)

    def _open(self, node: int, first: float, last: float) -> None:
        self._opens[node], self._closes[node] = np.inf, -np.inf
        self._opens[node, 0], self._closes[node, 0] = first, last

    def _set_day(self, d: int, ease: Ease) -> None:
        mine, duties = self._week, self._duties
        mine.longest[d] = self.instance.week.longest[d] + ease.longer
        mine.pauses[d] = 0 if ease.is_breakless else duties.pauses[d]
        mine.duties[d] = 0 if ease.is_breakless else duties.duties[d]
        mine.policy_bit[d] = 0 if ease.is_breakless else duties.policy_bit[d]
        mine.office[d], mine.end[d] = self.instance.week.office[d], self.instance.week.end[d]


def least(check: Callable[[float], bool], most: int = int(ENDLESS)) -> float | None:
    """Return the fewest whole minutes up to `most` with which `check` holds; None where no number is enough."""
    if check(0.0):
        return 0.0
    if not check(float(most)):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if check(float(middle)) else (middle, high)
    return float(high)


def extend(check: Callable[[Ease], bool], ease: Ease = AS_IS) -> Ease | None:
    """Return `ease` with the fewest minutes of shift at which `check` holds, at one end rather than at both."""

    def at(earlier: float, later: float) -> bool:
        return check(replace(ease, earlier=earlier, later=later))

    later, earlier = least(lambda m: at(0.0, m)), least(lambda m: at(m, 0.0))
    found = [] if later is None else [(0.0, later)]
    found += [] if earlier is None else [(earlier, 0.0)]
    first = least(lambda m: at(m, ENDLESS))
    last = None if first is None else least(lambda m: at(first, m))
    found += [] if first is None or last is None else [(first, last)]
    if not found:
        return None
    best = min(found, key=lambda ends: (sum(ends), min(ends) > 0))
    return replace(ease, earlier=best[0], later=best[1])


def tighten(check: Callable[[Ease], bool], ease: Ease, rules: Collection[str]) -> Ease:
    """Return `ease`, with which `check` holds, with as few minutes as that takes for each of these rules."""
    for name, rule in (("less_rest", "no_rest_between_days"), ("longer", "day_too_long")):
        if rule in rules:
            fewest = least(lambda m, name=name, ease=ease: check(replace(ease, **{name: m})))  # type: ignore[misc]
            ease = replace(ease, **{name: ENDLESS if fewest is None else fewest})  # type: ignore[arg-type]
    if "no_shift_reaches_the_window" in rules:
        return extend(check, ease) or ease
    return ease
