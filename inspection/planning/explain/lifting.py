"""What if: a week's question with one rule lifted, or one remedy granted, and nothing else changed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection.planning.problem import Help, RoundPolicy, TeamDay, Visit, Why

Told = Why | Help
inf = float("inf")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a week is planned from, travel times aside."""

    visits: tuple[Visit, ...]
    team_days: tuple[TeamDay, ...]
    policy: RoundPolicy
    frozen: frozenset[tuple[str, date]] = frozenset()

    @classmethod
    def of(
        cls,
        visits: Sequence[Visit],
        team_days: Sequence[TeamDay],
        policy: RoundPolicy,
        frozen: Collection[tuple[str, date]] = (),
    ) -> "Question":
        """Return the question that `plan_rounds` was asked."""
        return cls(visits=tuple(visits), team_days=tuple(team_days), policy=policy, frozen=frozenset(frozen))


def lift(question: Question, visit: str, why: Why) -> Question:
    """Return the question without the rule that `why` names, by as much as it says and no more.

    A visit that no team-day could make even in an empty week can then be placed. A visit of one team has the rule
    lifted on the named team-day, one of several teams on every team-day of that date, since they come together. Where
    `several_conditions_fail`, all of them are lifted. Rules that name other required visits take those out.
    """
    rules = str(why.detail["rules"]).split(", ") if why.rule == "several_conditions_fail" else [why.rule]
    for rule in rules:
        question = _RULES[rule](question, _visit(question, visit), why)
    return question


def grant(question: Question, visit: str, remedy: Help) -> Question:
    """Return the question with one remedy granted."""
    return _KINDS[remedy.kind](question, _visit(question, visit), remedy)


def _visit(question: Question, name: str) -> Visit:
    return next(visit for visit in question.visits if visit.id == name)


def _with_visit(question: Question, visit: Visit) -> Question:
    return replace(question, visits=tuple(visit if each.id == visit.id else each for each in question.visits))


def _on_days(question: Question, visit: Visit, told: Told, change: Callable[[TeamDay], TeamDay]) -> Question:
    days = (change(day) if _is_meant(day, visit, told) else day for day in question.team_days)
    return replace(question, team_days=tuple(days))


def _is_meant(day: TeamDay, visit: Visit, told: Told) -> bool:
    return day.day == told.day and (visit.teams > 1 or day.team == told.team)


def _minutes(told: Told, name: str) -> float:
    return float(told.detail.get(name, 0.0))


def _speak(question: Question, visit: Visit, told: Told) -> Question:
    spoken = frozenset(sorted(visit.languages)[:1])
    return _on_days(question, visit, told, lambda day: replace(day, languages=day.languages | spoken))


def _learn(question: Question, visit: Visit, told: Told) -> Question:
    return _on_days(question, visit, told, lambda day: replace(day, skills=day.skills | visit.skills))


def _enlarge(question: Question, visit: Visit, told: Told) -> Question:
    return _on_days(question, visit, told, lambda day: replace(day, size=max(day.size, visit.team_size)))


def _move_office(question: Question, visit: Visit, told: Told) -> Question:
    return _on_days(question, visit, told, lambda day: replace(day, office=visit.point, end=None))


def _extend_shift(question: Question, visit: Visit, told: Told) -> Question:
    if "opens" in told.detail:
        question = _widen_window(question, visit, told)
    earlier, later = _minutes(told, "earlier"), _minutes(told, "later")
    return _on_days(
        question, visit, told, lambda day: replace(day, shift=(day.shift[0] - earlier, day.shift[1] + later))
    )


def _extend_day(question: Question, visit: Visit, told: Told) -> Question:
    policy, more = question.policy, _minutes(told, "longer")

    def longest(day: TeamDay) -> float:
        return min(policy.longest_day_minutes, inf if day.longest is None else day.longest)

    most = max((longest(day) + more for day in question.team_days if _is_meant(day, visit, told)), default=0.0)
    others = _on_days(question, visit, told, lambda day: replace(day, longest=longest(day) + more))
    kept = tuple(day if _is_meant(day, visit, told) else replace(day, longest=longest(day)) for day in others.team_days)
    eased = replace(policy, longest_day_minutes=max(policy.longest_day_minutes, most))
    return replace(question, team_days=kept, policy=eased)


def _drop_breaks(question: Question, visit: Visit, told: Told) -> Question:
    without = _on_days(question, visit, told, lambda day: replace(day, breaks=()))
    return replace(without, policy=replace(question.policy, break_after_minutes=inf))


def _shorten_rest(question: Question, visit: Visit, told: Told) -> Question:  # noqa: ARG001 (one shape for all)
    rest = question.policy.rest_minutes - _minutes(told, "less_rest")
    return replace(question, policy=replace(question.policy, rest_minutes=rest))


def _thaw(question: Question, visit: Visit, told: Told) -> Question:
    frozen = {(day.team, day.day) for day in question.team_days if _is_meant(day, visit, told)}
    return replace(question, frozen=question.frozen - frozen)


def _add_day(question: Question, visit: Visit, told: Told) -> Question:
    added = frozenset() if told.day is None else frozenset({told.day})
    return _with_visit(question, replace(visit, days=visit.days | added))


def _unpin(question: Question, visit: Visit, told: Told) -> Question:  # noqa: ARG001 (one shape for all)
    return _with_visit(question, replace(visit, pinned=None))


def _add_teams(question: Question, visit: Visit, told: Told) -> Question:  # noqa: ARG001 (one shape for all)
    """Return the question with more teams like the named one, whose names nobody else has."""
    like = next(day for day in question.team_days if (day.team, day.day) == (told.team, told.day))
    names, number = {day.team for day in question.team_days}, 2
    added: list[TeamDay] = []
    while len(added) < _minutes(told, "further"):
        name = f"{like.team} ({number})"
        number += 1
        if name not in names:
            added.append(replace(like, team=name))
    return replace(question, team_days=(*question.team_days, *added))


def _meet(question: Question, visit: Visit, told: Told) -> Question:
    return (_add_teams if "further" in told.detail else _extend_shift)(question, visit, told)


def _widen_window(question: Question, visit: Visit, told: Told) -> Question:
    if "opens" in told.detail:
        windows: tuple[tuple[float, float], ...] = ((_minutes(told, "opens"), _minutes(told, "closes")),)
    else:
        before, after = _minutes(told, "before"), _minutes(told, "after")
        windows = tuple((first - before, last + after) for first, last in visit.windows)
    return _with_visit(question, replace(visit, windows=windows))


def _shorten_service(question: Question, visit: Visit, told: Told) -> Question:
    return _with_visit(question, replace(visit, minutes=visit.minutes - _minutes(told, "shorter")))


def _drop_others(question: Question, visit: Visit, told: Told) -> Question:  # noqa: ARG001 (one shape for all)
    named = str(told.detail.get("visits", told.detail.get("visit", ""))).split(", ")
    return replace(question, visits=tuple(each for each in question.visits if each.id not in named))


_Change = Callable[[Question, Visit, Told], Question]
_RULES: dict[str, _Change] = {
    "no_team_speaks_the_language": _speak,
    "no_team_has_the_skill": _learn,
    "no_team_is_large_enough": _enlarge,
    "place_unreachable": _move_office,
    "no_shift_reaches_the_window": _extend_shift,
    "day_too_long": _extend_day,
    "no_time_for_the_break": _drop_breaks,
    "no_rest_between_days": _shorten_rest,
    "team_days_are_frozen": _thaw,
    "no_team_works_on_that_day": _add_day,
    "pinned_team_absent": _unpin,
    "pinned_elsewhere": _unpin,
    "too_few_teams_on_that_day": _add_teams,
    "no_common_minute": _meet,
    "workplace_has_another_required_visit": _drop_others,
    "other_required_visits_fill_the_time": _drop_others,
}
_KINDS: dict[str, _Change] = {
    "another_language": _speak,
    "another_skill": _learn,
    "larger_team": _enlarge,
    "another_office": _move_office,
    "earlier_start": _extend_shift,
    "later_end": _extend_shift,
    "longer_shift": _extend_shift,
    "longer_day": _extend_day,
    "longer_window": _widen_window,
    "shorter_service": _shorten_service,
    "reopened_day": _thaw,
    "another_day": _add_day,
    "another_team": _unpin,
    "second_team": _add_teams,
    "drop_other_required": _drop_others,
}
HELPS: tuple[str, ...] = tuple(sorted(_KINDS))
