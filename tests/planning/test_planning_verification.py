"""The verifier finds each rule broken in a plan that was broken by hand, and nothing in the same plan unbroken."""

import ast
import inspect
from dataclasses import replace
from pathlib import Path

import pytest
from builders_planning import MONDAY, WEEK, Flat, a_day, a_plan, a_policy, a_visit

from inspection.planning.problem import RoundPolicy, verify

FREE = RoundPolicy.free()
V = a_visit("v", at=(10.0, 0.0), windows=[(500.0, 900.0)], days=[MONDAY])
W = a_visit("w", at=(30.0, 0.0))
DAY = a_day(office=(0.0, 0.0))
GOOD = [("v", 500.0, 500.0, 560.0), ("w", 580.0, 580.0, 640.0)]


def rules(stops=GOOD, *, visits=(V, W), days=(DAY,), policy=FREE, value=None, plan=None, **rest):
    """Return the names of the rules that this round of team A on Monday breaks."""
    known = {visit.id: visit.value for visit in visits}
    total = sum(known.get(name, 0.0) for name in {stop[0] for stop in stops})
    plan = plan or a_plan(("A", MONDAY, stops), value=total if value is None else value)
    return [found.rule for found in verify(plan, list(visits), list(days), Flat(), policy, **rest)]


def test_a_good_plan_breaks_no_rule():
    """The plan that the other tests break is in order."""
    assert rules() == []


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("window", {"visits": (replace(V, windows=((600.0, 700.0),)), W)}),
        ("window", {"visits": (replace(V, windows=()), W)}),
        ("overlap", {"stops": [GOOD[0], ("w", 550.0, 580.0, 640.0)]}),  # there before it left the first
        ("travel", {"stops": [GOOD[0], ("w", 570.0, 570.0, 630.0)]}),  # ten minutes for a way of twenty
        ("service", {"stops": [("v", 500.0, 500.0, 540.0), GOOD[1]]}),  # too short
        ("service", {"stops": [("v", 520.0, 510.0, 570.0), ("w", 590.0, 590.0, 650.0)]}),  # begun before arrival
        ("shift", {"days": (replace(DAY, shift=(500.0, 1020.0)),)}),
        ("shift", {"days": (replace(DAY, shift=(480.0, 660.0)),)}),
        ("longest_day", {"policy": a_policy(longest_day_minutes=120.0)}),
        ("longest_day", {"days": (replace(DAY, longest=120.0),)}),
        ("break", {"policy": a_policy(break_after_minutes=120.0, break_minutes=15.0)}),
        ("break", {"days": (replace(DAY, breaks=((520.0, 600.0, 15.0),)),)}),
        ("language", {"visits": (replace(V, languages=frozenset({"de"})), W)}),
        ("skill", {"visits": (replace(V, skills=frozenset({"x"})), W)}),
        ("size", {"visits": (replace(V, team_size=3), W)}),
        ("day", {"visits": (replace(V, days=frozenset({WEEK[1]})), W)}),
        ("pinned", {"visits": (replace(V, pinned=("B", MONDAY)), W)}),
        ("pinned", {"visits": (replace(V, pinned=("A", WEEK[1])), W)}),
        ("workplace_twice", {"visits": (V, replace(W, workplace=V.workplace))}),
        ("teams_together", {"visits": (replace(V, teams=2), W)}),  # one team of two
        ("unknown_visit", {"visits": (V,)}),
        ("unknown_team_day", {"days": ()}),
        ("required_unplaced", {"visits": (V, W, a_visit("lost", required=True))}),
        ("value", {"value": 21.0}),
        ("frozen", {"start": a_plan(("A", MONDAY, GOOD[:1])), "frozen": [("B", MONDAY), ("A", MONDAY)]}),
    ],
)
def test_each_broken_rule_is_found(rule, given):
    """One rule is broken, and that one alone is reported."""
    assert set(rules(**given)) == {rule}


def test_a_visit_twice_and_a_round_twice():
    """A visit in two rounds, and two rounds of one team on one day, are found."""
    twice = a_plan(("A", MONDAY, GOOD), ("B", MONDAY, GOOD[:1]), value=20.0)
    assert rules(plan=twice, days=(DAY, replace(DAY, team="B"))) == ["visit_twice"]
    rounds = a_plan(("A", MONDAY, GOOD[:1]), ("A", MONDAY, GOOD[1:]), value=20.0)
    assert "round_twice" in rules(plan=rounds)


def test_teams_that_do_not_start_in_the_same_minute():
    """Two teams at a joint visit with a quarter between them are not together; in one minute they are."""
    joint = replace(V, teams=2)
    days = (DAY, replace(DAY, team="B"))
    for start, expected in ((515.0, ["teams_together"]), (500.0, [])):
        plan = a_plan(("A", MONDAY, GOOD[:1]), ("B", MONDAY, [("v", start, start, start + 60)]), value=10.0)
        assert rules(plan=plan, visits=(joint,), days=days) == expected


def test_a_pinned_team_must_be_among_the_teams_of_a_joint_visit():
    """A joint visit announced to team C is not made by A and B."""
    days = (DAY, replace(DAY, team="B"))
    plan = a_plan(("A", MONDAY, GOOD[:1]), ("B", MONDAY, GOOD[:1]), value=10.0)
    assert rules(plan=plan, visits=(replace(V, teams=2, pinned=("C", MONDAY)),), days=days) == ["pinned"]


def test_rest_between_two_days():
    """Back at 23:30 and out at 08:00 is eight and a half hours of rest."""
    visits = (a_visit("late", at=(0.0, 0.0)), a_visit("early", at=(0.0, 0.0)))
    days = tuple(a_day(day=day, office=(0.0, 0.0), shift=(0.0, 1440.0)) for day in WEEK[:2])
    plan = a_plan(
        ("A", MONDAY, [("late", 1350.0, 1350.0, 1410.0)]), ("A", WEEK[1], [("early", 480.0, 480.0, 540.0)]), value=20.0
    )
    assert rules(plan=plan, visits=visits, days=days, policy=a_policy(rest_minutes=660.0)) == ["rest"]
    assert rules(plan=plan, visits=visits, days=days, policy=a_policy(rest_minutes=510.0)) == []


@pytest.mark.parametrize(("begun", "found"), [((), ["rest"]), ((0,), ["rest"]), ((0, 1), [])])
def test_rest_is_asked_of_rounds_that_can_still_be_changed(begun, found):
    """What has begun on both days happened as it did; a round to come must leave its team the rest after a late one."""
    visits = (a_visit("late", at=(0.0, 0.0)), a_visit("early", at=(0.0, 0.0)))
    days = tuple(a_day(day=day, office=(0.0, 0.0), shift=(0.0, 1440.0)) for day in WEEK[:2])
    plan = a_plan(
        ("A", MONDAY, [("late", 1350.0, 1350.0, 1410.0)]), ("A", WEEK[1], [("early", 480.0, 480.0, 540.0)]), value=20.0
    )
    frozen = {("A", WEEK[n]) for n in begun}
    seen = verify(plan, visits, days, Flat(), a_policy(rest_minutes=660.0), start=plan, frozen=frozen)
    assert [each.rule for each in seen] == found


def test_a_break_counts_on_either_side_of_the_driving():
    """A rest of fifteen minutes before or after the driving is a break; a claimed one during work is not."""
    policy = a_policy(break_after_minutes=120.0, break_minutes=15.0)
    rested = [GOOD[0], ("w", 580.0, 595.0, 655.0)]
    assert rules(rested, policy=policy) == []
    plan = a_plan(("A", MONDAY, GOOD), value=20.0)
    claimed = replace(plan, rounds=(replace(plan.rounds[0], pauses=((520.0, 550.0),)),))
    assert rules(plan=claimed) == ["break"]


def test_a_break_in_the_office_counts():
    """A round that is back before the break must begin has its break in the office."""
    assert rules(days=(replace(DAY, breaks=((660.0, 720.0, 60.0),)),)) == []


def test_the_verifier_shares_no_code_with_the_planner():
    """It imports nothing of the project but the model."""
    tree = ast.parse(Path(inspect.getfile(verify)).read_text(encoding="utf-8"))
    ours = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "inspection" in (node.module or "")
    }
    assert ours == {"inspection.planning.problem.model"}
