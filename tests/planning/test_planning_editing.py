"""A round changed by hand: each edit is accepted by the verifier, or refused with the name of a rule."""

from dataclasses import replace
from random import Random

import pytest
from builders_edits import a_random_edit
from builders_planning import MONDAY, ROADS, WEEK, WORK, Flat, a_day, a_district_week, a_plan, a_policy, a_visit

from inspection.errors import PlanningFault
from inspection.planning.editing import BY_HAND, Drop, Move, Pin, Question, Swap, offers, try_edit
from inspection.planning.problem import verify
from inspection.planning.solve import plan_rounds

TUESDAY = WEEK[1]
BREAKS = a_policy(break_after_minutes=200.0, break_minutes=900.0)


def a_question(**changed) -> Question:
    """Two teams on Monday: A makes two visits in a row, B one; a third required one of B's has no place."""
    visits = [
        a_visit("near", at=(10.0, 0.0), value=5.0),
        a_visit("far", at=(30.0, 0.0), value=7.0, required=True),
        a_visit("other", at=(0.0, 10.0), value=3.0),
        a_visit("left", at=(0.0, 20.0), value=2.0, windows=((600.0, 660.0),)),
    ]
    roster = [a_day(team, MONDAY, office=(0.0, 0.0)) for team in "AB"]
    plan = a_plan(
        ("A", MONDAY, [("near", 490, 490, 550), ("far", 570, 570, 630)]),
        ("B", MONDAY, [("other", 490, 490, 550)]),
        value=15.0,
    )
    given = {"plan": plan, "visits": tuple(visits), "team_days": tuple(roster), "travel": Flat(), "policy": a_policy()}
    asked = Question(**{**given, **changed})
    assert not asked.broken
    return asked


def orders(tried) -> dict[str, list[str]]:
    """The stops of each team, in order."""
    return {each.team: [stop.visit for stop in each.stops] for each in tried.plan.rounds}


def test_a_move_tells_what_it_costs_each_round():
    """A's way is ten minutes there and back, B's grows; what is moved stands where it was asked for."""
    tried = try_edit(a_question(), Move(visit="far", team="B", day=MONDAY, place=1))
    assert tried.is_accepted
    assert orders(tried) == {"A": ["near"], "B": ["other", "far"]}
    assert {one.key[0]: one.road for one in tried.costs} == {"A": (60.0, 20.0), "B": (20.0, 80.0)}
    assert tried.road == (80.0, 100.0)
    assert verify(tried.plan, tried.visits, a_question().team_days, Flat(), a_policy()) == []


def test_without_a_place_the_shortest_way_that_fits_is_taken():
    """`left` lies behind `other`, and opens at ten: it stands last, also where the way would be as short before."""
    tried = try_edit(a_question(), Move(visit="left", team="B", day=MONDAY))
    assert tried.is_accepted
    assert orders(tried)["B"] == ["other", "left"]
    assert tried.value == 2.0


def test_two_visits_change_places():
    """Each stands where the other stood."""
    tried = try_edit(a_question(), Swap(visit="near", other="other"))
    assert tried.is_accepted
    assert orders(tried) == {"A": ["other", "far"], "B": ["near"]}


def test_a_required_visit_that_is_taken_out_says_that_somebody_did():
    """It stays owed, with the reason; an optional one is simply not in the plan."""
    tried = try_edit(a_question(), Drop(visit="far"))
    assert tried.is_accepted
    assert tried.plan.unplaced["far"].rule == BY_HAND
    assert tried.value == -7.0
    assert try_edit(a_question(), Drop(visit="near")).plan.unplaced == {}


def test_what_is_pinned_neither_moves_nor_falls_out():
    """Both are refused by that rule; let go of, it moves."""
    held = try_edit(a_question(), Pin(visit="far"))
    asked = a_question(visits=held.visits)
    for edit in (Move(visit="far", team="B", day=MONDAY), Drop(visit="far"), Swap(visit="far", other="other")):
        assert {one.rule for one in try_edit(asked, edit).broken} == {"pinned"}
    free = try_edit(asked, Pin(visit="far", holds=False))
    assert try_edit(replace(asked, visits=free.visits), Move(visit="far", team="B", day=MONDAY)).is_accepted


@pytest.mark.parametrize(
    ("rule", "changed", "edit"),
    [
        ("frozen", {"frozen": frozenset({("B", MONDAY)})}, Move(visit="far", team="B", day=MONDAY)),
        ("unknown_team_day", {}, Move(visit="far", team="B", day=TUESDAY)),
        ("window", {}, Move(visit="left", team="A", day=MONDAY, place=2)),
        ("longest_day", {"policy": a_policy(longest_day_minutes=200.0)}, Move(visit="other", team="A", day=MONDAY)),
        ("break", {"policy": BREAKS}, Move(visit="other", team="A", day=MONDAY)),
    ],
)  # fmt: skip
def test_a_refused_edit_names_the_rule(rule, changed, edit):
    """Each by the name that the verifier gives it, or that it may not be touched."""
    tried = try_edit(a_question(**changed), edit)
    assert rule in {one.rule for one in tried.broken}


def test_a_team_that_is_given_other_hours_can_go():
    """What lies before the shift is refused by it; half an hour earlier it is there, and the hours are part of it."""
    early = a_visit("early", at=(5.0, 0.0), windows=((455.0, 460.0),))
    asked = a_question(visits=(*a_question().visits, early))
    plain = Move(visit="early", team="B", day=MONDAY, place=0)
    assert {one.rule for one in try_edit(asked, plain).broken} & {"shift", "window"}
    tried = try_edit(asked, replace(plain, earlier=30.0))
    assert tried.is_accepted
    assert {day.team: day.shift[0] for day in tried.team_days} == {"A": 480.0, "B": 450.0}


def test_an_unknown_visit_is_no_edit():
    """What the plan does not know cannot be moved, and what has no place cannot be taken out."""
    for edit in (Move(visit="nothing", team="A", day=MONDAY), Drop(visit="left"), Swap(visit="far", other="left")):
        with pytest.raises(PlanningFault, match="PLAN-352"):
            try_edit(a_question(), edit)


def test_another_day_is_that_days_visit_of_the_same_workplace():
    """A workplace is offered once for each kind of day: what leaves Monday comes to Tuesday as Tuesday's visit."""
    asked = a_question()
    near = replace(asked.known["near"], days=frozenset({MONDAY}))
    then = replace(near, id="then", days=frozenset({TUESDAY}))
    visits = (near, then, *(visit for visit in asked.visits if visit.id != "near"))
    asked = a_question(visits=visits, team_days=(*asked.team_days, a_day("B", TUESDAY, office=(0.0, 0.0))))
    tried = try_edit(asked, Move(visit="near", team="B", day=TUESDAY))
    assert tried.is_accepted
    assert [stop.visit for each in tried.plan.rounds if each.day == TUESDAY for stop in each.stops] == ["then"]
    assert "near" not in tried.plan.placed


def test_what_was_answered_moves_no_more():
    """A visit that somebody made stays where it was made; one that had no place in the plan gets none any more."""
    for name in ("far", "left"):
        tried = try_edit(a_question(done=frozenset({name})), Move(visit=name, team="B", day=MONDAY))
        assert [(one.rule, one.visit) for one in tried.broken] == [("frozen", name)]


def test_what_is_unseen_is_told_by_no_figure_and_no_rule():
    """`far` is ordered: moving `near` away costs what it would without it, and a clash with it is a lack of time."""
    asked = a_question(unseen=frozenset({"far"}), done=frozenset({"far"}))
    tried = try_edit(asked, Move(visit="near", team="B", day=MONDAY, place=1))
    (mine,) = [one for one in tried.costs if one.key[0] == "A"]
    assert (mine.road, mine.back) == ((20.0, 0.0), (560.0, None))
    fixed = replace(asked.known["far"], windows=((570.0, 570.0),))
    asked = replace(asked, visits=(*(visit for visit in asked.visits if visit.id != "far"), fixed))
    refused = try_edit(asked, Move(visit="other", team="A", day=MONDAY, place=1))
    assert {(one.rule, one.visit) for one in refused.broken} == {("travel", None)}
    again = a_visit("again", workplace="est:far", at=(30.0, 0.0))
    asked = replace(asked, visits=(*asked.visits, again))
    assert asked.placed("again") == "again"
    refused = try_edit(asked, Move(visit="again", team="B", day=MONDAY))
    assert {(one.rule, one.visit) for one in refused.broken} == {("travel", None)}


OF_AN_EDIT = {"frozen", "pinned", "teams_together"}  # rules of what may be edited, which a plan alone does not break


def edited(seed: int, edits: int, **size) -> tuple[int, int]:
    """Make random edits, each accepted one on the plan that it gives; how many were accepted and refused."""
    visits, roster = a_district_week(seed, **size)
    plan = plan_rounds(visits, roster, ROADS, WORK, iterations=30, seed=seed)
    asked = Question(plan=plan, visits=tuple(visits), team_days=tuple(roster), travel=ROADS, policy=WORK)
    random, accepted = Random(seed), 0
    for _ in range(edits):
        tried = try_edit(asked, a_random_edit(random, asked))
        seen = verify(tried.plan, tried.visits, roster, ROADS, WORK)
        rules = {one.rule for one in tried.broken}
        if tried.is_accepted:
            assert (seen, rules) == ([], set())
            accepted += 1
            asked = replace(asked, plan=tried.plan, visits=tried.visits)
        else:
            assert rules
            assert seen or rules <= OF_AN_EDIT
    return accepted, edits - accepted


def test_random_edits_hold_or_name_a_rule():
    """A few on a little week, some of which are accepted and some refused."""
    accepted, refused = edited(3, 25, teams=2, days=2, required=4, optional=20)
    assert accepted
    assert refused


@pytest.mark.battery(reason="a thousand edits; twenty-five are tried in every run by the test above")
def test_a_thousand_random_edits_hold_or_name_a_rule():
    """On four district weeks: none leaves a plan that the verifier would refuse, none is refused without a rule."""
    found = [edited(seed, 250) for seed in range(4)]
    assert sum(sum(one) for one in found) == 1000
    assert all(accepted and refused for accepted, refused in found)


def test_what_a_visit_would_cost_elsewhere_is_told_for_each_team():
    """Every team-day but its own, accepted or refused."""
    asked = a_question()
    (found,) = offers(asked, "far", [day.key for day in asked.team_days])
    assert (found.edit.team, found.is_accepted) == ("B", True)
