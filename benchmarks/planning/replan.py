"""A team that falls ill on Wednesday: what replanning keeps of the week, and what it is worth beside planning afresh.

Three searches of the same length: the week, its rest replanned at a price for each change, and the same rest planned
afresh by somebody to whom the old plan means nothing. What had begun on Wednesday morning stays in both.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

from benchmarks.planning.problem import Key, Problem
from benchmarks.planning.weeks import WEEK
from inspection.planning.problem import WeekPlan, verify
from inspection.planning.replanning import ChangeKind, Difference, Replanned, TeamAbsent, replan
from inspection.planning.solve import plan_rounds

CHANGE_COST = 100.0  # that of sectors/common/planning.yaml when this was made
WEDNESDAY = WEEK[2]


def sick_team(problem: Problem, seed: int) -> str:
    """Return the team that falls ill: another one for each seed, all in turn."""
    teams = sorted({day.team for day in problem.team_days})
    return teams[seed % len(teams)]


def replanned(problem: Problem, seconds: float, seed: int, sick: str) -> dict[str, Any]:
    """Return the figures of one week: shares of untouched visits that changed, and the value of both plans.

    Untouched are the visits of the old plan that are still to come and are not the sick team's. The open values are
    those of Wednesday and later alone.
    """
    before = _planned(problem, seconds, seed)
    ill = TeamAbsent(team=sick, days=_days(problem, sick))
    began = perf_counter()
    made = replan(
        before,
        problem.visits,
        problem.team_days,
        problem.travel,
        problem.policy,
        [ill],
        (WEDNESDAY, 0.0),
        change_cost=CHANGE_COST,
        seconds=seconds,
        seed=seed,
    )
    taken = perf_counter() - began
    afresh = _afresh(problem, made, seconds, seed)
    frozen = made.question.frozen
    workplace = {visit.id: visit.workplace for visit in problem.visits}
    rest = [r for r in before.rounds if r.team != sick and (r.team, r.day) not in frozen]
    changed, hours = share_changed(made.differences, [workplace[stop.visit] for r in rest for stop in r.stops])
    return {
        "status": "found",
        "value": round(made.plan.value, 6),
        "afresh_value": round(afresh.value, 6),
        "open_value": round(_value(problem, made.plan, frozen), 6),
        "afresh_open_value": round(_value(problem, afresh, frozen), 6),
        "share_changed": round(changed, 6),
        "share_hours": round(hours, 6),
        "untouched": sum(len(r.stops) for r in rest),
        "required_unplaced": len(made.plan.unplaced),
        "afresh_required_unplaced": len(afresh.unplaced),
        "violations": sorted({*_broken(problem, made, made.plan), *_broken(problem, made, afresh)}),
        "search_seconds": round(taken, 3),
    }


def share_changed(found: Sequence[Difference], untouched: Sequence[str]) -> tuple[float, float]:
    """Return which shares of these workplaces were moved or dropped, and which kept team and day at another hour."""
    among = set(untouched)
    changed = sum(one.kind in (ChangeKind.MOVED, ChangeKind.DROPPED) for one in found if one.workplace in among)
    hours = sum(one.kind == ChangeKind.HOUR for one in found if one.workplace in among)
    return (changed / len(among), hours / len(among)) if among else (0.0, 0.0)


def _days(problem: Problem, team: str) -> frozenset[date]:
    return frozenset(day.day for day in problem.team_days if day.team == team and day.day >= WEDNESDAY)


def _planned(problem: Problem, seconds: float, seed: int) -> WeekPlan:
    return plan_rounds(
        problem.visits, problem.team_days, problem.travel, problem.policy, seconds=seconds, seed=seed
    )  # fmt: skip


def _afresh(problem: Problem, made: Replanned, seconds: float, seed: int) -> WeekPlan:
    """Plan the same rest from nothing but the rounds that had begun."""
    asked = made.question
    begun = tuple(each for each in asked.start.rounds if (each.team, each.day) in asked.frozen)
    return plan_rounds(
        asked.visits,
        asked.team_days,
        problem.travel,
        problem.policy,
        seconds=seconds,
        seed=seed,
        start=replace(asked.start, rounds=begun),
        frozen=asked.frozen,
    )


def _value(problem: Problem, plan: WeekPlan, frozen: Collection[Key]) -> float:
    placed = {stop.visit for r in plan.rounds if (r.team, r.day) not in frozen for stop in r.stops}
    return sum(visit.value for visit in problem.visits if visit.id in placed)


def _broken(problem: Problem, made: Replanned, plan: WeekPlan) -> set[str]:
    asked = made.question
    found = verify(
        plan, asked.visits, asked.team_days, problem.travel, problem.policy, start=asked.start, frozen=asked.frozen
    )
    return {each.rule for each in found}
