"""Why a visit that an empty week could hold has no place in this one: the required visits that stand in its way."""

from collections.abc import Iterator, Sequence

import numpy as np

from .alone import EmptyWeek, extend
from .arrays import Week
from .barred import fails
from .model import Help, Why
from .state import State

# Rules whose remedy opens a team-day that may still have room; a rule of time would need its own search.
OPENED_BY = {
    "no_team_speaks_the_language": "another_language",
    "no_team_has_the_skill": "another_skill",
    "no_team_is_large_enough": "larger_team",
    "no_team_works_on_that_day": "another_day",
    "pinned_elsewhere": "another_team",
}
SHIFTS = ("earlier_start", "later_end", "longer_shift")


def same_workplace(state: State, visit: int, *, only_frozen: bool = False) -> Why | None:
    """Return that another required visit, or a frozen one, is at the same workplace; None where none is."""
    instance, week, rounds = state.instance, state.instance.week, state.rounds
    node = instance.nodes[visit][0]
    frozen = ~rounds.active
    same = (week.workplace == week.workplace[node]) & (frozen if only_frozen else frozen | (rounds.where >= 0))
    for other in np.flatnonzero(same & (week.required | frozen)):
        d = int(rounds.where[other])
        name = instance.visits[instance.visit_of[int(other)]].id
        day = instance.team_days[d] if d >= 0 else None
        helps = (Help(kind="drop_other_required", detail={"visit": name}),) if rounds.active[other] else ()
        return Why(
            rule="workplace_has_another_required_visit",
            team=day.team if day else None,
            day=day.day if day else None,
            detail={"visit": name},
            helps=helps,
        )
    return None


def crowded(state: State, empty: EmptyWeek, visit: int) -> Why:
    """Return that other required visits fill the time, which ones on the closest team-day, and what would help."""
    instance, node = state.instance, state.instance.nodes[visit][0]
    barred = {d: fails(empty, visit, d) for d in range(len(instance.team_days))}
    able = [d for d, rules in barred.items() if not rules]
    held = {d: [n for n in state.nodes_of(d) if instance.week.required[n]] for d in barred}
    shorts = {d: min(_short(instance.week, d, stops) for stops in _with(held[d], node)) for d in able}
    closest = min(able, key=lambda d: (shorts[d], len(held[d]), d))
    helps = tuple(_helps(_Crowd(state, empty, node, held), able, closest, barred))
    shift = sum(float(m) for each in helps if each.kind in SHIFTS for m in each.detail.values())
    detail: dict[str, str | float] = {
        "minutes_short": shift or shorts[closest],  # the estimate only where no shift is long enough
        "required_visits": float(len(held[closest])),
        "team_days": float(len(able)),
        "visits": ", ".join(sorted({instance.visits[instance.visit_of[n]].id for n in held[closest]})),
    }
    day, kept = instance.team_days[closest], {key: value for key, value in detail.items() if value != ""}
    rule = "other_required_visits_fill_the_time"
    return Why(rule=rule, team=day.team, day=day.day, detail=kept, helps=helps)


class _Crowd:
    """The required stops of each team-day, and whether one more would fit between them."""

    def __init__(self, state: State, empty: EmptyWeek, node: int, held: dict[int, list[int]]) -> None:
        self.state, self.empty, self.node, self.held = state, empty, node, held

    def has_room(self, d: int, *, earlier: float = 0.0, later: float = 0.0, without: int = -1) -> bool:
        stops = [n for n in self.held[d] if n != without]
        span, rounds = self._span(d, earlier, later), self.state.rounds
        return any(
            self.empty.fits_beside(some, d, rounds.opens, rounds.closes, span) for some in _with(stops, self.node)
        )

    def _span(self, d: int, earlier: float, later: float) -> tuple[float, float]:
        """Return the shift, longer by so much, as far as the team's other rounds leave it."""
        week, rows, days = self.state.instance.week, self.state.rounds.rows, self.state.instance.team_days
        lo, hi = float(week.lo[d]) - earlier, float(week.hi[d]) + later
        for e, day in enumerate(days):
            apart = float(week.base[e] - week.base[d])
            if day.team == days[d].team and apart < 0 and np.isfinite(rows.back[e]):
                lo = max(lo, float(rows.back[e]) + apart + week.rest)
            elif day.team == days[d].team and apart > 0 and np.isfinite(rows.leaves[e]):
                hi = min(hi, float(rows.leaves[e]) + apart - week.rest)
        return lo, hi


def _helps(crowd: _Crowd, able: Sequence[int], closest: int, barred: dict[int, frozenset[str]]) -> Iterator[Help]:
    instance = crowd.state.instance
    asked = instance.visits[instance.visit_of[crowd.node]]
    if asked.teams == 1:
        ease = extend(lambda ease: crowd.has_room(closest, earlier=ease.earlier, later=ease.later))
        if ease is not None:
            kind = "longer_shift" if ease.earlier and ease.later else "earlier_start" if ease.earlier else "later_end"
            minutes = {name: getattr(ease, name) for name in ("earlier", "later") if getattr(ease, name)}
            yield _help(crowd, closest, kind, **minutes)
        yield from _other_days(crowd, barred)
        yield from _drops(crowd, able)
    yield _help(crowd, closest, "second_team", further=float(asked.teams))


def _other_days(crowd: _Crowd, barred: dict[int, frozenset[str]]) -> Iterator[Help]:
    """Yield for each rule the first team-day that it alone closes, and that has room beside its required visits."""
    asked = crowd.state.instance.visits[crowd.state.instance.visit_of[crowd.node]]
    named = {"languages": sorted(asked.languages), "skills": sorted(asked.skills)}
    for rule, kind in OPENED_BY.items():
        d = next((d for d, rules in barred.items() if rules == {rule} and crowd.has_room(d)), None)
        if d is not None:
            key = {"another_language": "languages", "another_skill": "skills"}.get(kind)
            detail: dict[str, str | float] = {key: ", ".join(named[key])} if key else {}
            detail |= {"needed": float(asked.team_size)} if kind == "larger_team" else {}
            yield _help(crowd, d, kind, **detail)


def _drops(crowd: _Crowd, able: Sequence[int]) -> Iterator[Help]:
    """Yield the required visit of the least value without which this one would have its place."""
    week, instance = crowd.state.instance.week, crowd.state.instance
    others = [(float(week.value[n]), n, d) for d in able for n in crowd.held[d] if week.twins[n] == 1]
    for _, other, d in sorted(others):
        if crowd.has_room(d, without=other):
            yield _help(crowd, d, "drop_other_required", visit=instance.visits[instance.visit_of[other]].id)
            return


def _help(crowd: _Crowd, d: int, kind: str, **detail: str | float) -> Help:
    day = crowd.state.instance.team_days[d]
    return Help(kind=kind, team=day.team, day=day.day, detail=detail)


def _with(stops: Sequence[int], node: int) -> list[list[int]]:
    """Return the stops with one more at every place."""
    return [[*stops[:i], node, *stops[i:]] for i in range(len(stops) + 1)]


def _short(week: Week, d: int, stops: Sequence[int]) -> float:
    """Return by how many minutes these stops miss their windows and the end of the shift, breaks left aside."""
    now, here, short = float(week.lo[d]), week.office[d], 0.0
    for node in stops:
        now += float(week.travel[here, week.point[node]])
        spans = [span for span in zip(week.opens[node], week.closes[node], strict=True) if span[0] <= span[1]]
        short += max(0.0, now - max((last for _, last in spans), default=now))
        now = min((max(first, now) for first, last in spans if last >= now), default=now) + float(week.service[node])
        here = week.point[node]
    short += max(0.0, now + float(week.travel[here, week.end[d]]) - float(week.hi[d]))
    return float(np.ceil(short))
