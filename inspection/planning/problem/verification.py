"""Check a plan against every rule, apart from the planner: this module shares no code with what it checks."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite

from inspection.planning.problem.model import (
    DAY_MINUTES,
    Key,
    Round,
    RoundPolicy,
    Stop,
    TeamDay,
    TravelTimes,
    Violation,
    Visit,
    WeekPlan,
)

TOLERANCE = 1e-3  # minutes of float noise that nobody's watch shows

Finding = tuple[str, str | None, str]  # rule, visit, detail


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One round beside what the question says of its team-day and visits, with travel from stop to stop."""

    round: Round
    team_day: TeamDay
    visits: Mapping[str, Visit]
    policy: RoundPolicy
    legs: tuple[float, ...]

    @property
    def leaves(self) -> float:
        """Return when the team leaves its office."""
        if self.round.leaves is not None:
            return self.round.leaves
        return self.round.stops[0].arrive - self.legs[0]

    @property
    def back(self) -> float:
        """Return when the team is back."""
        return self.round.stops[-1].leave + self.legs[-1] if self.round.back is None else self.round.back


def verify(
    plan: WeekPlan,
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    *,
    start: WeekPlan | None = None,
    frozen: Collection[Key] = (),
) -> list[Violation]:
    """Return every rule that the plan breaks, in the order of its rounds; an empty list is a plan that holds.

    Rules: window, overlap, service, travel, shift, break, longest_day, rest, language, skill, size, day, pinned,
    workplace_twice, visit_twice, teams_together, unknown_visit, unknown_team_day, round_twice, required_unplaced,
    value, frozen. Rounds that `start` holds on `frozen` team-days must be there unchanged, and are not judged by the
    other rules of one round: they may be over, and may have run late.
    """
    known = {visit.id: visit for visit in visits}
    roster = {day.key: day for day in team_days}
    found = [*_names(plan, known, roster)]
    seen = _look(plan, known, roster, travel, policy)
    for each in seen:
        if (each.round.team, each.round.day) not in frozen:
            found += _of_round(each)
    found += _rest(seen, policy, frozen)
    found += _of_week(plan, known)
    found += _frozen(plan, start, frozen)
    return found


def _names(plan: WeekPlan, known: Mapping[str, Visit], roster: Mapping[Key, TeamDay]) -> Iterator[Violation]:
    for key, times in Counter(each.key for each in plan.rounds).items():
        if times > 1:
            yield Violation(rule="round_twice", team=key[0], day=key[1], visit=None, detail=f"{times} rounds")
    for each in plan.rounds:
        if each.key not in roster:
            yield Violation(rule="unknown_team_day", team=each.team, day=each.day, visit=None, detail="not in roster")
        for stop in each.stops:
            if stop.visit not in known:
                yield Violation(rule="unknown_visit", team=each.team, day=each.day, visit=stop.visit, detail="unknown")


def _look(
    plan: WeekPlan,
    known: Mapping[str, Visit],
    roster: Mapping[Key, TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
) -> list[_Seen]:
    """Return the rounds that can be judged: on a known team-day, with known visits, and not empty."""
    seen = []
    for each in plan.rounds:
        team_day = roster.get(each.key)
        if team_day is None or not each.stops or any(stop.visit not in known for stop in each.stops):
            continue
        end = team_day.office if team_day.end is None else team_day.end
        points = [team_day.office, *(known[stop.visit].point for stop in each.stops), end]
        minutes = travel.minutes(points, None)
        legs = tuple(float(minutes[i, i + 1]) for i in range(len(points) - 1))
        seen.append(_Seen(round=each, team_day=team_day, visits=known, policy=policy, legs=legs))
    return seen


def _of_round(seen: _Seen) -> list[Violation]:
    each = seen.round
    return [
        Violation(rule=rule, team=each.team, day=each.day, visit=visit, detail=detail)
        for check in _ROUND_CHECKS
        for rule, visit, detail in check(seen)
    ]


def _fitness(seen: _Seen) -> Iterator[Finding]:
    """Who may make the visit, and on which day."""
    day = seen.team_day
    for stop in seen.round.stops:
        visit = seen.visits[stop.visit]
        if visit.languages and not visit.languages & day.languages:
            yield "language", visit.id, "the team speaks none of the languages"
        if not visit.skills <= day.skills:
            yield "skill", visit.id, f"missing: {', '.join(sorted(visit.skills - day.skills))}"
        if day.size < visit.team_size:
            yield "size", visit.id, f"a team of {day.size}, needed {visit.team_size}"
        if day.day not in visit.days:
            yield "day", visit.id, "not a day of the visit"
        if visit.pinned is not None and visit.pinned[1] != day.day:
            yield "pinned", visit.id, "pinned to another day"
        elif visit.pinned is not None and visit.pinned[0] != day.team and visit.teams == 1:
            yield "pinned", visit.id, "pinned to another team"


def _services(seen: _Seen) -> Iterator[Finding]:
    """Each service starts in a window, after the arrival, and lasts its minutes."""
    for stop in seen.round.stops:
        visit = seen.visits[stop.visit]
        if not any(first - TOLERANCE <= stop.start <= last + TOLERANCE for first, last in visit.windows):
            yield "window", visit.id, f"starts at {stop.start:.1f}"
        if stop.start < stop.arrive - TOLERANCE:
            yield "service", visit.id, f"starts at {stop.start:.1f}, arrives at {stop.arrive:.1f}"
        if abs(stop.leave - stop.start - visit.minutes) > TOLERANCE:
            yield "service", visit.id, f"lasts {stop.leave - stop.start:.1f} of {visit.minutes:.1f} minutes"


def _travels(seen: _Seen) -> Iterator[Finding]:
    """Nobody is at two places, and nobody is faster than the travel time."""
    stops = seen.round.stops
    previous = seen.leaves
    for stop, leg in zip(stops, seen.legs, strict=False):
        if stop.arrive < previous - TOLERANCE:
            yield "overlap", stop.visit, f"arrives at {stop.arrive:.1f}, before {previous:.1f}"
        elif not stop.arrive - previous >= leg - TOLERANCE:
            yield "travel", stop.visit, f"{stop.arrive - previous:.1f} of {leg:.1f} minutes"
        previous = stop.leave
    if not seen.back - previous >= seen.legs[-1] - TOLERANCE:
        yield "travel", None, f"{seen.back - previous:.1f} of {seen.legs[-1]:.1f} minutes to the end"


def _hours(seen: _Seen) -> Iterator[Finding]:
    """The shift and the longest day."""
    first, last = seen.team_day.shift
    if seen.leaves < first - TOLERANCE or not seen.back <= last + TOLERANCE:
        yield "shift", None, f"{seen.leaves:.1f} to {seen.back:.1f} outside {first:.1f} to {last:.1f}"
    longest = seen.policy.longest_day_minutes
    if seen.team_day.longest is not None:
        longest = min(longest, seen.team_day.longest)
    if seen.back - seen.leaves > longest + TOLERANCE:
        yield "longest_day", None, f"{seen.back - seen.leaves:.1f} of {longest:.1f} minutes"


def _breaks(seen: _Seen) -> Iterator[Finding]:
    """The break of a long day, and the breaks that the team-day asks for."""
    idle = list(_idle(seen))
    policy = seen.policy
    for first, last in seen.round.pauses:
        if not any(begin - TOLERANCE <= first <= last <= end + TOLERANCE for begin, end, _ in idle):
            yield "break", None, f"a break from {first:.1f} to {last:.1f} in which the team works"
    if seen.back - seen.leaves > policy.break_after_minutes + TOLERANCE:
        longest = max((_room(span, -inf, inf) for span in idle), default=0.0)
        if longest < policy.break_minutes - TOLERANCE:
            yield "break", None, f"{longest:.1f} of {policy.break_minutes:.1f} minutes in a long day"
    for earliest, latest, minutes in seen.team_day.breaks:
        in_office = seen.back <= latest + TOLERANCE or seen.leaves >= earliest + minutes - TOLERANCE
        if not in_office and not any(_room(span, earliest, latest) >= minutes - TOLERANCE for span in idle):
            yield "break", None, f"no {minutes:.1f} minutes from {earliest:.1f} to {latest:.1f}"


def _idle(seen: _Seen) -> Iterator[tuple[float, float, float]]:
    """Yield (begin, end, driving) between services: what remains beside the driving is rest, before it or after it."""
    stops = seen.round.stops
    begins = [seen.leaves, *(stop.leave for stop in stops)]
    ends = [*(stop.start for stop in stops), seen.back]
    yield from zip(begins, ends, seen.legs, strict=True)


def _room(span: tuple[float, float, float], earliest: float, latest: float) -> float:
    """Return the longest rest in this gap that starts between `earliest` and `latest`, before or after driving."""
    begin, end, driving = span
    before, after = max(begin, earliest), max(begin + driving, earliest)
    rests = [end - driving - before if before <= latest + TOLERANCE else 0.0]
    rests.append(end - after if after <= latest + TOLERANCE else 0.0)
    return max(rests)


_ROUND_CHECKS: tuple[Callable[[_Seen], Iterator[Finding]], ...] = (_fitness, _services, _travels, _hours, _breaks)


def _rest(seen: Sequence[_Seen], policy: RoundPolicy, frozen: Collection[Key]) -> Iterator[Violation]:
    """Between two rounds of a team lies its rest; two that have begun are judged by nobody any more."""
    by_team: dict[str, list[_Seen]] = {}
    for each in sorted(seen, key=lambda s: s.round.day):
        by_team.setdefault(each.round.team, []).append(each)
    for rounds in by_team.values():
        for one, two in pairwise(rounds):
            days = (two.round.day - one.round.day).days
            rest = two.leaves + DAY_MINUTES * days - one.back
            begun = {(each.round.team, each.round.day) for each in (one, two)} <= set(frozen)
            if days and rest < policy.rest_minutes - TOLERANCE and not begun:
                yield _of(two.round, "rest", None, f"{rest:.1f} of {policy.rest_minutes:.1f} minutes")


def _of(each: Round, rule: str, visit: str | None, detail: str) -> Violation:
    return Violation(rule=rule, team=each.team, day=each.day, visit=visit, detail=detail)


def _of_week(plan: WeekPlan, known: Mapping[str, Visit]) -> Iterator[Violation]:
    places: dict[str, list[tuple[Round, Stop]]] = {}
    for each in plan.rounds:
        for stop in each.stops:
            places.setdefault(stop.visit, []).append((each, stop))
    for name, held in places.items():
        if name in known:
            yield from _of_visit(known[name], held)
    yield from _workplaces({name: held[0][0] for name, held in places.items() if name in known}, known)
    for visit in known.values():
        if visit.required and visit.id not in places and visit.id not in plan.unplaced:
            yield Violation(rule="required_unplaced", team=None, day=None, visit=visit.id, detail="without a reason")
    for name in plan.unplaced:
        if name in places:
            yield _of(places[name][0][0], "required_unplaced", name, "placed, and given a reason for not being")
    total = sum(known[name].value for name in places if name in known)
    if not isfinite(plan.value) or abs(plan.value - total) > 1e-6 * (1 + abs(total)):
        yield Violation(
            rule="value", team=None, day=None, visit=None, detail=f"{plan.value} is stated, {total} adds up"
        )


def _of_visit(visit: Visit, held: Sequence[tuple[Round, Stop]]) -> Iterator[Violation]:
    """As many teams as asked, together, and one of them the pinned one."""
    first = held[0][0]
    if visit.teams == 1:
        if len(held) > 1:
            yield _of(held[1][0], "visit_twice", visit.id, f"placed {len(held)} times")
        return
    teams = {each.team for each, _ in held}
    if len(held) != visit.teams or len(teams) != visit.teams:
        yield _of(first, "teams_together", visit.id, f"{len(teams)} of {visit.teams} teams")
    starts = [stop.start for _, stop in held]
    if len({each.day for each, _ in held}) > 1 or max(starts) - min(starts) > TOLERANCE:
        yield _of(first, "teams_together", visit.id, "not in the same minute")
    if visit.pinned is not None and visit.pinned[0] not in teams:
        yield _of(first, "pinned", visit.id, "the pinned team is not among them")


def _workplaces(places: Mapping[str, Round], known: Mapping[str, Visit]) -> Iterator[Violation]:
    seen: set[str] = set()
    for name, each in places.items():
        if known[name].workplace in seen:
            yield _of(each, "workplace_twice", name, "another visit goes to the same workplace")
        seen.add(known[name].workplace)


def _frozen(plan: WeekPlan, start: WeekPlan | None, frozen: Collection[Key]) -> Iterator[Violation]:
    before = {each.key: each for each in start.rounds} if start else {}
    now = {each.key: each for each in plan.rounds}
    for team, day in sorted(frozen):
        if now.get((team, day)) != before.get((team, day)):
            yield Violation(rule="frozen", team=team, day=day, visit=None, detail="differs from the start plan")
