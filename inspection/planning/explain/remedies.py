"""What would give an impossible visit its place: remedies that an office can decide, each tried before it is named."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from inspection.planning.explain.empty_week import AS_IS, Ease, EmptyWeek, extend, least
from inspection.planning.explain.infeasible_days import APART, TOO_FEW, Case
from inspection.planning.problem import Help

Detail = dict[str, str | float]
KINDS = {
    "no_team_speaks_the_language": "another_language",
    "no_team_has_the_skill": "another_skill",
    "no_team_is_large_enough": "larger_team",
    "place_unreachable": "another_office",
    "team_days_are_frozen": "reopened_day",
    "no_team_works_on_that_day": "another_day",
    "pinned_elsewhere": "another_team",
    "pinned_team_absent": "another_team",
    TOO_FEW: "second_team",
}
# What each team of a joint visit needs, and not only the named one.
FOR_EACH_TEAM = {
    "another_language",
    "another_skill",
    "larger_team",
    "another_office",
    "reopened_day",
    "earlier_start",
    "later_end",
    "longer_shift",
    "longer_day",
}
HELPS: tuple[str, ...] = tuple(
    sorted({*KINDS.values(), *FOR_EACH_TEAM, "drop_other_required", "longer_window", "shorter_service"})
)
SHIFT = "no_shift_reaches_the_window"


def amounts(empty: EmptyWeek, case: Case) -> Detail:
    """Return by how much the rules of a case are lifted, by the sentences' names, and their minutes together."""
    ease = case.ease
    found: Detail = {"earlier": ease.earlier, "later": ease.later, "longer": ease.longer, "less_rest": ease.less_rest}
    found |= {"minutes_short": ease.earlier + ease.later + ease.longer + ease.less_rest, "further": float(case.further)}
    given = {key: value for key, value in found.items() if value}
    if ease.is_anytime:
        shifts = [empty.bounds(d, replace(AS_IS, earlier=ease.earlier, later=ease.later)) for d in case.able]
        given |= {"opens": min(lo for lo, _ in shifts), "closes": max(hi for _, hi in shifts)}
    return given


def remedies(empty: EmptyWeek, visit: int, case: Case) -> Iterator[Help]:
    """Yield each single remedy for a case of one rule; none of them touches rest, breaks or the longest day by law."""
    (rule,) = case.rules
    named = _of_rule(empty, visit, case, rule)
    if named is not None:
        yield named
        return
    if rule == "day_too_long" and _is_own_limit(empty, case):
        yield _help(empty, case, "longer_day", longer=case.ease.longer)
    yield from _in_time(empty, visit, case)


def remedies_together(empty: EmptyWeek, visit: int, case: Case) -> tuple[Help, ...]:
    """Return the remedies that are needed together for a case of several rules; none where a law is among the rules."""
    found = [_of_rule(empty, visit, case, rule) or _shift(empty, case, rule) for rule in sorted(case.rules)]
    return tuple(each for each in found if each is not None) if all(found) else ()


def _of_rule(empty: EmptyWeek, visit: int, case: Case, rule: str) -> Help | None:
    kind = "second_team" if rule == APART and case.further else KINDS.get(rule)
    if kind is None:
        return None
    asked, day = empty.instance.visits[visit], empty.instance.team_days[case.d]
    details: dict[str, Detail] = {
        "another_language": {"languages": ", ".join(sorted(asked.languages))},
        "another_skill": {"skills": ", ".join(sorted(asked.skills - day.skills))},
        "larger_team": {"needed": float(asked.team_size)},
        "second_team": {"further": float(case.further)},
    }
    return _help(empty, case, kind, **details.get(kind, {}))


def _is_own_limit(empty: EmptyWeek, case: Case) -> bool:
    """Tell whether the team-day is shorter than the law asks, and would be long enough within it."""
    limit = empty.instance.policy.longest_day_minutes
    return all(float(empty.instance.week.longest[d]) + case.ease.longer <= limit for d in case.able)


def _shift(empty: EmptyWeek, case: Case, rule: str) -> Help | None:
    if rule not in (SHIFT, APART):
        return None
    found = amounts(empty, case)
    kept = {key: found[key] for key in ("earlier", "later", "opens", "closes") if key in found}
    return _help(empty, case, _kind_of_shift(case.ease), **kept)


def _kind_of_shift(ease: Ease) -> str:
    if ease.earlier and ease.later:
        return "longer_shift"
    if ease.is_anytime and not ease.earlier and not ease.later:
        return "longer_window"
    return "earlier_start" if ease.earlier else "later_end"


def shift_remedy(ease: Ease) -> tuple[str, Detail]:
    """Return the kind of help that an eased shift is, and its minutes at each end."""
    return _kind_of_shift(ease), {name: getattr(ease, name) for name in ("earlier", "later") if getattr(ease, name)}


def _in_time(empty: EmptyWeek, visit: int, case: Case) -> Iterator[Help]:
    """Yield a longer shift, a longer window and a shorter service where each alone is enough."""

    def with_(name: str) -> Callable[[float], bool]:
        return lambda minutes: case.holds(empty, visit, replace(AS_IS, **{name: minutes}))  # type: ignore[arg-type]

    if case.ease.is_anytime:  # a visit without a window
        yield from filter(None, [_shift(empty, case, SHIFT)])
        return
    ease = extend(lambda ease: case.holds(empty, visit, ease), AS_IS)
    if ease is not None:
        kind, minutes = shift_remedy(ease)
        yield _help(empty, case, kind, **minutes)
    ways = {name: least(with_(name)) for name in ("before", "after")}
    found = {name: minutes for name, minutes in ways.items() if minutes is not None}
    if found:
        name = min(found, key=lambda name: found[name])
        yield _help(empty, case, "longer_window", **{name: found[name]})
    half = int(empty.instance.visits[visit].minutes // 2)  # a control of less than half its time is another control
    shorter = least(with_("shorter"), half)
    if shorter is not None:
        yield _help(empty, case, "shorter_service", shorter=shorter)


def _help(empty: EmptyWeek, case: Case, kind: str, **detail: str | float) -> Help:
    day = empty.instance.team_days[case.d]
    if case.teams > 1 and kind in FOR_EACH_TEAM:
        detail["teams"] = float(case.teams)
    return Help(kind=kind, team=day.team, day=day.day, detail=detail)
