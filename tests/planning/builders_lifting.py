"""A week's question with one rule lifted, or one help granted, and nothing else changed: so an explanation is tried."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection.planning.problem import Help, RoundPolicy, TeamDay, Visit, Why

Reason = Why | Help
DayChange = Callable[[TeamDay, Visit], TeamDay]
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
        question = RULES_LIFTED[rule](question, _visit(question, visit), why)
    return question


def grant(question: Question, visit: str, remedy: Help) -> Question:
    """Return the question with one remedy granted."""
    return HELPS_GRANTED[remedy.kind](question, _visit(question, visit), remedy)


def _visit(question: Question, name: str) -> Visit:
    return next(visit for visit in question.visits if visit.id == name)


def _with_visit(question: Question, visit: Visit) -> Question:
    return replace(question, visits=tuple(visit if each.id == visit.id else each for each in question.visits))


def _on_days(question: Question, visit: Visit, reason: Reason, change: DayChange) -> Question:
    days = (change(day, visit) if _is_meant(day, visit, reason) else day for day in question.team_days)
    return replace(question, team_days=tuple(days))


def _is_meant(day: TeamDay, visit: Visit, reason: Reason) -> bool:
    return day.day == reason.day and (visit.teams > 1 or day.team == reason.team)


def _minutes(reason: Reason, name: str) -> float:
    return float(reason.detail.get(name, 0.0))


def _change_days(change: DayChange) -> "Change":
    return lambda question, visit, reason: _on_days(question, visit, reason, change)


def _extend_shift(question: Question, visit: Visit, reason: Reason) -> Question:
    if "opens" in reason.detail:
        question = _widen_window(question, visit, reason)
    earlier, later = _minutes(reason, "earlier"), _minutes(reason, "later")
    return _on_days(
        question, visit, reason, lambda day, _: replace(day, shift=(day.shift[0] - earlier, day.shift[1] + later))
    )


def _extend_day(question: Question, visit: Visit, reason: Reason) -> Question:
    policy, more = question.policy, _minutes(reason, "longer")

    def longest(day: TeamDay) -> float:
        return min(policy.longest_day_minutes, inf if day.longest is None else day.longest)

    most = max((longest(day) + more for day in question.team_days if _is_meant(day, visit, reason)), default=0.0)
    others = _on_days(question, visit, reason, lambda day, _: replace(day, longest=longest(day) + more))
    kept = tuple(
        day if _is_meant(day, visit, reason) else replace(day, longest=longest(day)) for day in others.team_days
    )
    eased = replace(policy, longest_day_minutes=max(policy.longest_day_minutes, most))
    return replace(question, team_days=kept, policy=eased)


def _drop_breaks(question: Question, visit: Visit, reason: Reason) -> Question:
    without = _on_days(question, visit, reason, lambda day, _: replace(day, breaks=()))
    return replace(without, policy=replace(question.policy, break_after_minutes=inf))


def _shorten_rest(question: Question, visit: Visit, reason: Reason) -> Question:
    rest = question.policy.rest_minutes - _minutes(reason, "less_rest")
    return replace(question, policy=replace(question.policy, rest_minutes=rest))


def _thaw(question: Question, visit: Visit, reason: Reason) -> Question:
    frozen = {day.key for day in question.team_days if _is_meant(day, visit, reason)}
    return replace(question, frozen=question.frozen - frozen)


def _add_day(question: Question, visit: Visit, reason: Reason) -> Question:
    added = frozenset() if reason.day is None else frozenset({reason.day})
    return _with_visit(question, replace(visit, days=visit.days | added))


def _unpin(question: Question, visit: Visit, reason: Reason) -> Question:
    return _with_visit(question, replace(visit, pinned=None))


def _add_teams(question: Question, visit: Visit, reason: Reason) -> Question:
    """Return the question with more teams like the named one, whose names nobody else has."""
    like = next(day for day in question.team_days if day.key == (reason.team, reason.day))
    names, number = {day.team for day in question.team_days}, 2
    added: list[TeamDay] = []
    while len(added) < _minutes(reason, "further"):
        name = f"{like.team} ({number})"
        number += 1
        if name not in names:
            added.append(replace(like, team=name))
    return replace(question, team_days=(*question.team_days, *added))


def _meet(question: Question, visit: Visit, reason: Reason) -> Question:
    return (_add_teams if "further" in reason.detail else _extend_shift)(question, visit, reason)


def _widen_window(question: Question, visit: Visit, reason: Reason) -> Question:
    if "opens" in reason.detail:
        windows: tuple[tuple[float, float], ...] = ((_minutes(reason, "opens"), _minutes(reason, "closes")),)
    else:
        before, after = _minutes(reason, "before"), _minutes(reason, "after")
        windows = tuple((first - before, last + after) for first, last in visit.windows)
    return _with_visit(question, replace(visit, windows=windows))


def _shorten_service(question: Question, visit: Visit, reason: Reason) -> Question:
    return _with_visit(question, replace(visit, minutes=visit.minutes - _minutes(reason, "shorter")))


def _drop_others(question: Question, visit: Visit, reason: Reason) -> Question:
    named = str(reason.detail.get("visits", reason.detail.get("visit", ""))).split(", ")
    return replace(question, visits=tuple(each for each in question.visits if each.id not in named))


Change = Callable[[Question, Visit, Reason], Question]
_speak = _change_days(lambda day, visit: replace(day, languages=day.languages | set(sorted(visit.languages)[:1])))
_learn = _change_days(lambda day, visit: replace(day, skills=day.skills | visit.skills))
_enlarge = _change_days(lambda day, visit: replace(day, size=max(day.size, visit.team_size)))
_move_office = _change_days(lambda day, visit: replace(day, office=visit.point, end=None))
RULES_LIFTED: dict[str, Change] = {
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
HELPS_GRANTED: dict[str, Change] = {
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
