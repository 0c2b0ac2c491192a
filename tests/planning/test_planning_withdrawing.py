"""Visits leave a finished plan: their stops go, and nothing else of the week moves."""

from dataclasses import replace
from datetime import timedelta

from builders_planning import MONDAY, WEEK, a_day, a_plan, a_visit
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.bookings import UNAVAILABLE, set_apart, take_out, take_out_incomplete
from inspection.planning.problem import Alternative, Help, RoundPolicy, Why, verify

TUESDAY = MONDAY + timedelta(days=1)


def the_visits():
    """A required, an optional and a joint visit, and one past midnight."""
    return [
        a_visit("a", value=5.0, required=True),
        a_visit("b", value=7.0),
        a_visit("c", value=2.0, required=True, teams=2),
        a_visit("d", value=1.0),
    ]


def the_plan():
    """Three rounds: all of them on Monday but for one, the last visit of which runs past midnight."""
    return a_plan(
        ("A", MONDAY, [("a", 500.0, 510.0, 570.0), ("b", 580.0, 600.0, 660.0), ("c", 700.0, 700.0, 760.0)]),
        ("B", MONDAY, [("c", 690.0, 700.0, 760.0)]),
        ("C", MONDAY, [("d", 1400.0, 1400.0, 1460.0)]),
        value=15.0,
        changes=3,
        unplaced={"e": Why(rule="day_too_long")},
    )


def stops(plan):
    """Return every stop with its round."""
    return {(r.team, r.day, s) for r in plan.rounds for s in r.stops}


def test_nothing_unavailable_is_the_same_plan():
    """Also where the place is unavailable on another day, or nobody goes there."""
    plan = the_plan()
    for pairs in (set(), {("est:a", TUESDAY)}, {("est:x", MONDAY)}):
        assert take_out(plan, the_visits(), frozenset(pairs)) is plan


def test_a_required_visit_that_leaves_is_unplaced_by_a_rule_without_team_or_day():
    """An optional one is simply not there; every other stop keeps its minute."""
    left = take_out(the_plan(), the_visits(), frozenset({("est:a", MONDAY), ("est:b", MONDAY)}))
    assert left.unplaced == {"a": Why(rule=UNAVAILABLE), "e": Why(rule="day_too_long")}
    assert list(left.unplaced) == sorted(left.unplaced)
    assert stops(left) == {s for s in stops(the_plan()) if s[2].visit in ("c", "d")}
    assert (left.value, left.changes, left.travel) == (3.0, 3, "flat 1")


def test_a_joint_visit_leaves_every_round_and_an_empty_round_is_none():
    """The second team's round held nothing else: the planner writes no such round either."""
    left = take_out(the_plan(), the_visits(), frozenset({("est:c", MONDAY)}))
    assert [r.team for r in left.rounds] == ["A", "C"]
    assert left.unplaced["c"] == Why(rule=UNAVAILABLE)


def test_a_visit_past_midnight_is_on_site_on_two_days():
    """A hold that begins to count on either day takes it out."""
    for day in (MONDAY, TUESDAY):
        assert "d" not in {s.visit for *_, s in stops(take_out(the_plan(), the_visits(), frozenset({("est:d", day)})))}


def test_set_apart_gives_two_halves_that_do_not_tell_of_each_other():
    """Stops, values and what is unplaced go with their visits."""
    visits = [*the_visits(), a_visit("e", required=True)]
    shown, apart = set_apart(the_plan(), visits, {"est:b", "est:e"})
    assert stops(shown) | stops(apart) == stops(the_plan())
    assert {s.visit for *_, s in stops(apart)} == {"b"}
    assert (shown.value, apart.value) == (8.0, 7.0)
    assert (shown.unplaced, set(apart.unplaced)) == ({}, {"e"})


def test_a_place_that_is_unavailable_stands_in_for_nobody():
    """Else the office would be invited to send a team there; on a day on which it is open it still may."""
    plan = replace(the_plan(), alternatives={name: Alternative(visit="f", value=1.0, minutes=0.0) for name in "abd"})
    visits = [*the_visits(), a_visit("f")]
    left = take_out(plan, visits, frozenset({("est:f", MONDAY)}))
    assert (left.alternatives, left.rounds) == ({}, plan.rounds)
    assert set(take_out(plan, visits, frozenset({("est:f", TUESDAY)})).alternatives) == {"a", "b"}
    assert set(take_out(plan, visits, frozenset({("est:a", MONDAY)})).alternatives) == {"b", "d"}


def test_no_reason_help_or_alternative_names_a_visit_that_is_set_apart():
    """Not in the half that everybody reads, and not the other way round; the rule itself stays."""
    crowd = {"visits": "a, b", "required_visits": 2.0, "minutes_short": 9.0}
    drops = tuple(Help(kind="drop_other_required", detail={"visit": name}) for name in ("a", "b"))
    told = Why(rule="other_required_visits_fill_the_time", detail=crowd, helps=(*drops, Help(kind="later_end")))
    same = Why(rule="workplace_has_another_required_visit", detail={"visit": "b"})
    other = {name: Alternative(visit="b", value=1.0, minutes=0.0) for name in "ad"}
    plan = replace(the_plan(), unplaced={"e": told, "f": same}, alternatives=other)
    visits = [*the_visits(), a_visit("e", required=True), a_visit("f", required=True)]
    shown, apart = set_apart(plan, visits, {"est:b"})
    assert shown.unplaced["e"].detail == {"visits": "a", "required_visits": 1.0, "minutes_short": 9.0}
    assert [h.kind for h in shown.unplaced["e"].helps] == ["drop_other_required", "later_end"]
    assert shown.unplaced["f"] == Why(rule="workplace_has_another_required_visit")
    assert (shown.alternatives, apart.alternatives, apart.unplaced) == ({}, {}, {})
    swapped, _ = set_apart(plan, visits, {"est:a", "est:b"})
    assert swapped.unplaced["e"].detail == {"required_visits": 0.0, "minutes_short": 9.0}


@settings(deadline=None, max_examples=60)
@given(st.sets(st.tuples(st.sampled_from(["est:a", "est:b", "est:c", "est:d"]), st.sampled_from(WEEK[:3]))))
def test_whatever_is_unavailable_every_stop_that_stays_is_one_that_was(pairs):
    """Nothing moves, nothing is added, each required visit is placed or has a reason, and the rules are kept."""
    visits, plan = the_visits(), a_plan(*[(r.team, r.day, _flat(r)) for r in the_plan().rounds], value=15.0)
    left = take_out(plan, visits, frozenset(pairs))
    assert stops(left) <= stops(plan)
    gone = {s[2].visit for s in stops(plan) - stops(left)}
    assert gone == {v for v in "abcd" if any((f"est:{v}", day) in pairs for day in _days(v))}
    assert set(left.unplaced) == gone & {"a", "c"}
    roster = [a_day(team, MONDAY, shift=(0.0, 2880.0)) for team in "ABC"]

    class Here:
        name, version = "here", "1"

        def minutes(self, points, depart=None):
            import numpy as np

            return np.zeros((len(points), len(points)))

    assert verify(left, visits, roster, Here(), RoundPolicy.free()) == []


def _flat(round_):
    return [(s.visit, s.arrive, s.start, s.leave) for s in round_.stops]


def _days(visit):
    return (MONDAY, TUESDAY) if visit == "d" else (MONDAY,)


def shared(district, **fields):
    """One district's part of an action, and its plan of the week with a visit of its own."""
    part = a_visit("x", value=3.0, required=True, **fields)
    own = a_visit(district, value=2.0)
    rounds = ((district, MONDAY, [("x", 600.0, 600.0, 660.0), (district, 700.0, 700.0, 760.0)]),)
    return (part, own), a_plan(*rounds, value=5.0)


def test_an_action_stands_in_the_plans_of_all_its_districts_or_in_none():
    """Namur found no place for its team: Leuven's is not sent alone, each says why, and all else keeps its minute."""
    (offered, plan), (theirs, whole) = shared("leuven"), shared("namur")
    why = Why(rule="other_required_visits_fill_the_time", team="namur", day=MONDAY)
    without = a_plan(("namur", MONDAY, [("namur", 700.0, 700.0, 760.0)]), value=2.0, unplaced={"x": why})
    made = take_out_incomplete({"leuven": plan, "namur": without}, {"leuven": offered, "namur": theirs})
    assert made["namur"] is without
    assert made["leuven"].unplaced == {"x": Why(rule="no_common_minute", day=MONDAY, detail={"needed": 2.0})}
    assert [stop.visit for each in made["leuven"].rounds for stop in each.stops] == ["leuven"]
    assert made["leuven"].value == 2.0
    plans = {"leuven": plan, "namur": whole}
    assert take_out_incomplete(plans, {"leuven": offered, "namur": theirs}) == plans


def test_too_few_teams_of_a_district_are_none_and_an_optional_action_goes_in_silence():
    """Two of Namur's teams were asked and one comes; an action that the week need not place is told by nobody."""
    (offered, plan), (theirs, whole) = shared("leuven"), shared("namur", teams=2)
    made = take_out_incomplete({"leuven": plan, "namur": whole}, {"leuven": offered, "namur": theirs})
    assert [one.unplaced["x"].detail for one in made.values()] == [{"needed": 3.0}, {"needed": 3.0}]
    free = [(replace(each[0], required=False), *each[1:]) for each in (offered, theirs)]
    made = take_out_incomplete({"leuven": plan, "namur": whole}, dict(zip(made, free, strict=True)))
    assert not any(one.unplaced for one in made.values())
    assert not any(stop.visit == "x" for one in made.values() for each in one.rounds for stop in each.stops)
