"""Why a required visit has no place: a named rule, the team-day where it came closest and what would help, as data."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from inspection.planning.explain.conflicts import conflicts, same_workplace
from inspection.planning.explain.empty_week import EmptyWeek
from inspection.planning.explain.infeasible_days import APART, EMPTY_WEEK_RULES, TOO_FEW, Case, cases
from inspection.planning.explain.remedies import amounts, remedies, remedies_together
from inspection.planning.problem import Help, Why
from inspection.planning.search import State

SEVERAL = "several_conditions_fail"
FULL_WEEK_RULES = (
    SEVERAL,
    TOO_FEW,
    APART,
    "workplace_has_another_required_visit",
    "other_required_visits_fill_the_time",
)
RULES: tuple[str, ...] = tuple(sorted(EMPTY_WEEK_RULES + FULL_WEEK_RULES))


def reasons(state: State, visits: Collection[int]) -> dict[str, Why]:
    """Return the reason for each of these required visits, which `state` leaves without a place, by its id."""
    empty = EmptyWeek(state.instance, state.spans) if visits else None
    names = state.instance.visits
    return {names[v].id: _why(state, empty, v) for v in sorted(visits, key=lambda v: names[v].id) if empty}


def _why(state: State, empty: EmptyWeek, visit: int) -> Why:
    """Return the reason for one visit.

    A rule of EMPTY_WEEK_RULES, TOO_FEW or APART means that even an empty week has no place for it, and that lifting
    this rule alone, on the named team-day and by the minutes in `detail`, gives it one. Where it takes several rules at
    once, `detail["rules"]` names them; `detail["also"]` names rules of which the same is true on other team-days.
    """
    if not state.instance.team_days:
        days = _join(str(day) for day in state.instance.visits[visit].days)
        return Why(rule="no_team_works_on_that_day", detail={"days": days})
    done = same_workplace(state, visit, only_frozen=True)
    if done is not None:
        return done
    found = cases(empty, visit)
    if found:
        return _impossible(empty, visit, found)
    return same_workplace(state, visit) or conflicts(state, empty, visit)


def _impossible(empty: EmptyWeek, visit: int, found: list[Case]) -> Why:
    closest, one = found[0], [case for case in found if len(case.rules) == 1]
    day = empty.instance.team_days[closest.d]
    detail = {key: value for key, value in _detail(empty, visit, closest).items() if value != ""}
    if not one:
        detail |= {"rules": _join(closest.rules)}
        needed = remedies_together(empty, visit, closest)
        return Why(rule=SEVERAL, team=day.team, day=day.day, detail=detail, helps=needed)
    rule = next(iter(closest.rules))
    best: dict[str, Case] = {}
    for case in one:
        best.setdefault(next(iter(case.rules)), case)
    detail |= {"also": also} if (also := _join(set(best) - {rule})) else {}
    helps: dict[str, Help] = {}
    for remedy in (each for case in best.values() for each in remedies(empty, visit, case)):
        helps.setdefault(remedy.kind, remedy)
    found_why = Why(rule=rule, team=day.team, day=day.day, detail=detail, helps=tuple(helps.values()))
    pinned = empty.instance.visits[visit].pinned
    return replace(found_why, team=pinned[0], day=pinned[1]) if rule == "pinned_team_absent" and pinned else found_why


def _detail(empty: EmptyWeek, visit: int, case: Case) -> dict[str, str | float]:
    """Return what the sentences of the case's rules need, and the amounts by which they would have to be lifted."""
    asked, days = empty.instance.visits[visit], empty.instance.team_days
    teams = asked.teams
    details: dict[str, dict[str, str | float]] = {
        "no_team_speaks_the_language": {"languages": _join(asked.languages)},
        "no_team_has_the_skill": {"skills": _join(asked.skills - days[case.d].skills)},
        "no_team_is_large_enough": {"needed": float(asked.team_size), "largest": float(max(day.size for day in days))},
        "no_team_works_on_that_day": {"days": _join(str(day) for day in asked.days)},
        "pinned_elsewhere": {"pinned": asked.pinned[0], "pinned_on": str(asked.pinned[1])} if asked.pinned else {},
        TOO_FEW: {"needed": float(teams), "available": float(len(case.able))},
        APART: {"needed": float(teams)},
    }
    texts = {key: value for rule in sorted(case.rules) for key, value in details.get(rule, {}).items()}
    return texts | amounts(empty, case)


def _join(words: Collection[str] | Iterator[str]) -> str:
    return ", ".join(sorted(words))
