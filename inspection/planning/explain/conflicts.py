"""Why a visit that an empty week could hold has no place in this one: the required visits that stand in its way."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from inspection.planning.explain.empty_week import EmptyWeek, extend
from inspection.planning.explain.infeasible_days import fails
from inspection.planning.explain.remedies import KINDS, shift_remedy
from inspection.planning.problem import SHIFTS, Help, Why
from inspection.planning.search import State, Week

# Rules whose remedy opens a team-day that may still have room; a rule of time would need its own search.
OPENED = (
    "no_team_speaks_the_language",
    "no_team_has_the_skill",
    "no_team_is_large_enough",
    "no_team_works_on_that_day",
    "pinned_elsewhere",
)


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


def conflicts(state: State, empty: EmptyWeek, visit: int) -> Why:
    """Return that other required visits fill the time, which ones on the closest team-day, and what would help.

    Those of another day are among them where the team's rest beside that day's round is what is missing.
    """
    instance, node = state.instance, state.instance.nodes[visit][0]
    infeasible = {d: fails(empty, visit, d) for d in range(len(instance.team_days))}
    able = [d for d, rules in infeasible.items() if not rules]
    held = {d: [n for n in state.nodes_of(d) if instance.week.required[n]] for d in infeasible}
    required = _RequiredStops(state, empty, node, held)
    shorts = {d: required.short(d) for d in able}
    closest = min(able, key=lambda d: (shorts[d], len(held[d]), d))
    named = (
        required.in_the_way(closest) if instance.visits[visit].teams == 1 else required.in_the_way_of_all(visit, able)
    )
    helps = tuple(_helps(required, able, closest, infeasible))
    shift = sum(float(m) for each in helps if each.kind in SHIFTS for m in each.detail.values())
    names = sorted({instance.visits[instance.visit_of[n]].id for n in named})
    detail: dict[str, str | float] = {
        "minutes_short": shift or shorts[closest],  # the estimate only where no shift is long enough
        "required_visits": float(len(names)),
        "team_days": float(len(able)),
        "visits": ", ".join(names),
    }
    day, kept = instance.team_days[closest], {key: value for key, value in detail.items() if value != ""}
    rule = "other_required_visits_fill_the_time"
    return Why(rule=rule, team=day.team, day=day.day, detail=kept, helps=helps)


class _RequiredStops:
    """The required stops of each team-day, and whether one more would fit between them."""

    def __init__(self, state: State, empty: EmptyWeek, node: int, held: dict[int, list[int]]) -> None:
        self.state, self.empty, self.node, self.held = state, empty, node, held

    def has_room(
        self, d: int, *, earlier: float = 0.0, later: float = 0.0, without: Collection[int] = frozenset()
    ) -> bool:
        stops = [n for n in self.held[d] if n not in without]
        span, rounds = self._span(d, earlier, later, without), self.state.rounds
        return any(
            self.empty.fits_beside(some, d, rounds.opens, rounds.closes, span) for some in _with(stops, self.node)
        )

    def in_the_way(self, d: int) -> list[int]:
        """Return the required visits without which this one fits: those of the day, of days beside it, or of both."""
        own, beside = self.held[d], self.beside(d)
        tried = (named for named in (own, beside) if named and self.has_room(d, without=named))
        return next(tried, [*own, *beside])

    def in_the_way_of_all(self, visit: int, able: Sequence[int]) -> list[int]:
        """Return the fewest required visits on, and beside, as many team-days as start together at some minute."""
        needed, pinned = self.state.instance.visits[visit].teams, self.state.instance.visits[visit].pinned
        days, ways = self.state.instance.team_days, {d: [*self.held[d], *self.beside(d)] for d in able}
        found: list[list[int]] = []
        for on in {days[d].day for d in able}:
            here = [d for d in able if days[d].day == on]
            for _, meeting in self.empty.meetings(visit, here):
                ranked = sorted(meeting, key=lambda d: ((days[d].team, on) != pinned, len(ways[d]), d))[:needed]
                found += [[n for d in ranked for n in ways[d]]] if len(ranked) == needed else []
        return min(found, key=lambda named: (len(named), named), default=[])

    def beside(self, d: int) -> list[int]:
        """Return the required visits of the team's other days whose rounds leave less of this one, for the rest."""
        instance = self.state.instance
        shift = float(instance.week.lo[d]), float(instance.week.hi[d])
        spans = {e: self._ends(e, frozenset()) for e in self.held if self._is_of_same_team(e, d)}
        return [
            n for e, ends in spans.items() if instance.rest_bounds(d, shift, {e: ends}) != shift for n in self.held[e]
        ]

    def short(self, d: int) -> float:
        """Return by how many minutes the visit has no place beside the others, rests kept and breaks left aside."""
        span = self._span(d, 0.0, 0.0, frozenset())
        return min(_short(self.state.instance.week, d, stops, span) for stops in _with(self.held[d], self.node))

    def _span(self, d: int, earlier: float, later: float, without: Collection[int]) -> tuple[float, float]:
        """Return the shift, longer by so much, as far as the team's other rounds leave it."""
        instance = self.state.instance
        shift = float(instance.week.lo[d]) - earlier, float(instance.week.hi[d]) + later
        beside = {e: self._ends(e, without) for e in self.held if self._is_of_same_team(e, d)}
        return instance.rest_bounds(d, shift, beside)

    def _is_of_same_team(self, e: int, d: int) -> bool:
        days = self.state.instance.team_days
        return e != d and days[e].team == days[d].team

    def _ends(self, e: int, without: Collection[int]) -> tuple[float, float]:
        """Return when round e leaves and is back, with its required stops alone where some of them are taken out."""
        rows, rounds = self.state.rounds.rows, self.state.rounds
        left = [n for n in self.held[e] if n not in without]
        if len(left) < len(self.held[e]):
            bounds = float(rows.lo[e]), float(rows.hi[e])
            return self.empty.ends(left, e, rounds.opens, rounds.closes, bounds) if left else (np.inf, -np.inf)
        return (float(rows.leaves[e]), float(rows.back[e])) if np.isfinite(rows.back[e]) else (np.inf, -np.inf)


def _helps(
    required: _RequiredStops, able: Sequence[int], closest: int, infeasible: dict[int, frozenset[str]]
) -> Iterator[Help]:
    instance = required.state.instance
    asked = instance.visits[instance.visit_of[required.node]]
    if asked.teams == 1:
        ease = extend(lambda ease: required.has_room(closest, earlier=ease.earlier, later=ease.later))
        if ease is not None:
            kind, minutes = shift_remedy(ease)
            yield _help(required, closest, kind, **minutes)
        yield from _other_days(required, infeasible)
        yield from _drops(required, able)
    yield _help(required, closest, "second_team", further=float(asked.teams))


def _other_days(required: _RequiredStops, infeasible: dict[int, frozenset[str]]) -> Iterator[Help]:
    """Yield for each rule the first team-day that it alone closes, and that has room beside its required visits."""
    asked = required.state.instance.visits[required.state.instance.visit_of[required.node]]
    named = {"languages": sorted(asked.languages), "skills": sorted(asked.skills)}
    for rule in OPENED:
        kind = KINDS[rule]
        d = next((d for d, rules in infeasible.items() if rules == {rule} and required.has_room(d)), None)
        if d is not None:
            key = {"another_language": "languages", "another_skill": "skills"}.get(kind)
            detail: dict[str, str | float] = {key: ", ".join(named[key])} if key else {}
            detail |= {"needed": float(asked.team_size)} if kind == "larger_team" else {}
            yield _help(required, d, kind, **detail)


def _drops(required: _RequiredStops, able: Sequence[int]) -> Iterator[Help]:
    """Yield the required visit of the least value without which this one would have its place."""
    week, instance = required.state.instance.week, required.state.instance
    others = [
        (float(week.value[n]), n, d)
        for d in able
        for n in (*required.held[d], *required.beside(d))
        if week.twins[n] == 1
    ]
    for _, other, d in sorted(others):
        if required.has_room(d, without={other}):
            yield _help(required, d, "drop_other_required", visit=instance.visits[instance.visit_of[other]].id)
            return


def _help(required: _RequiredStops, d: int, kind: str, **detail: str | float) -> Help:
    day = required.state.instance.team_days[d]
    return Help(kind=kind, team=day.team, day=day.day, detail=detail)


def _with(stops: Sequence[int], node: int) -> list[list[int]]:
    """Return the stops with one more at every place."""
    return [[*stops[:i], node, *stops[i:]] for i in range(len(stops) + 1)]


def _short(week: Week, d: int, stops: Sequence[int], span: tuple[float, float]) -> float:
    """Return by how many minutes these stops miss their windows and the end of the span, breaks left aside."""
    now, here, short = span[0], week.office[d], 0.0
    for node in stops:
        now += float(week.travel[here, week.point[node]])
        spans = [one for one in zip(week.opens[node], week.closes[node], strict=True) if one[0] <= one[1]]
        short += max(0.0, now - max((last for _, last in spans), default=now))
        now = min((max(first, now) for first, last in spans if last >= now), default=now) + float(week.service[node])
        here = week.point[node]
    short += max(0.0, now + float(week.travel[here, week.end[d]]) - span[1])
    return float(np.ceil(short))
