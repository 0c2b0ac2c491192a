"""Replanning: each event, what stays to the byte, rest after a late round, pins, and why each visit changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders_planning import MONDAY, ROADS, WEEK, WORK, Flat, a_day, a_district_week, a_plan, a_policy, a_visit
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planning.replan import share_changed
from inspection.errors import PlanningFault
from inspection.planning.problem import WeekPlan, verify
from inspection.planning.replanning import MovedShift, NewVisit, Overrun, SiteClosed, TeamAbsent, replan
from inspection.planning.solve import plan_rounds

TUESDAY, WEDNESDAY = WEEK[1], WEEK[2]
AT_TUESDAY = (TUESDAY, 0.0)
FREE = a_policy()


def a_small_week(teams="AB", days=3, per_day=2, **visit):
    """Teams that make `per_day` visits a day each, and the plan that has them all; every visit may be anywhere."""
    names = [f"{team}{day}{n}" for team in teams for day in range(days) for n in range(per_day)]
    visits = [a_visit(name, value=100.0, minutes=120.0, windows=((480.0, 1020.0),), **visit) for name in names]
    roster = [a_day(team, WEEK[day]) for team in teams for day in range(days)]
    rounds = [
        (team, WEEK[day], [(f"{team}{day}{n}", 480 + 120 * n, 480 + 120 * n, 600 + 120 * n) for n in range(per_day)])
        for team in teams
        for day in range(days)
    ]
    return visits, roster, a_plan(*rounds, value=100.0 * len(names))


def again(plan, visits, roster, *events, at=AT_TUESDAY, policy=FREE, travel=None, cost=50.0, **rest):
    """Replan a little week."""
    travel = travel or Flat()
    made = replan(plan, visits, roster, travel, policy, events, at, change_cost=cost, iterations=200, **rest)
    asked = made.question
    frozen = {"start": asked.start, "frozen": asked.frozen}
    assert verify(made.plan, asked.visits, asked.team_days, travel, policy, **frozen) == []
    return made


def where(plan: WeekPlan) -> dict[str, tuple[str, object, float]]:
    """Team, day and hour of each visit."""
    return {s.visit: (r.team, r.day, s.start) for r in plan.rounds for s in r.stops}


def told(made) -> dict[str, object]:
    """The differences by visit (workplaces are called after them)."""
    return {one.workplace.removeprefix("est:"): one for one in made.differences}


def test_an_absent_teams_visits_go_to_others_and_the_others_stay() -> None:
    """B works on the afternoon too, so A's two visits of Tuesday find a place there and nobody else moves."""
    visits, roster, plan = a_small_week(days=2)
    made = again(plan, visits, roster, TeamAbsent(team="A", days=frozenset({TUESDAY})))
    assert set(told(made)) == {"A10", "A11"}
    assert {one.kind for one in made.differences} == {"moved"}
    assert {one.cause.kind for one in made.differences} == {"event"}
    assert {where(made.plan)[name][:2] for name in ("A10", "A11")} == {("B", TUESDAY)}
    assert all(where(made.plan)[name] == where(plan)[name] for name in ("A00", "A01", "B00", "B01", "B10", "B11"))


def test_what_has_begun_stays_byte_for_byte() -> None:
    """Rounds of Monday are the very same values, also where the travel times of today would refuse them."""
    visits, roster, plan = a_small_week()
    crawling = Flat()
    crawling.minutes = lambda points, depart=None: Flat().minutes(points) + 30.0
    made = replan(
        plan, visits, roster, crawling, FREE, [TeamAbsent(team="A", days=frozenset({TUESDAY}))], (TUESDAY, 300.0),
        change_cost=50.0, iterations=50,
    )  # fmt: skip
    monday = [r for r in plan.rounds if r.day == MONDAY]
    assert [r for r in made.plan.rounds if r.day == MONDAY] == monday
    assert made.question.frozen == {("A", MONDAY), ("B", MONDAY)}


def test_a_team_that_falls_ill_at_noon_keeps_what_it_began() -> None:
    """The stop under way stays, the next ones fall away and go to others; the team is back sooner."""
    visits, roster, plan = a_small_week(days=2, per_day=3)
    made = again(plan, visits, roster, TeamAbsent(team="A", days=frozenset({TUESDAY})), at=(TUESDAY, 500.0))
    ill = next(r for r in made.plan.rounds if (r.team, r.day) == ("A", TUESDAY))
    assert [s.visit for s in ill.stops] == ["A10"]
    assert {"A11", "A12"} == set(told(made))
    assert {one.kind for one in made.differences} == {"dropped"}, (
        "B's Tuesday has begun as well, and is not moved about"
    )


def test_a_closed_site_is_visited_on_another_day_or_not_at_all() -> None:
    """On its other days it may still be placed; where all are closed, the reason is told if it is required."""
    visits, roster, plan = a_small_week()
    visits = [replace(v, required=v.id == "A10") for v in visits]
    later = again(plan, visits, roster, SiteClosed(workplace="est:A10", days=frozenset({TUESDAY})))
    assert where(later.plan)["A10"][1] == WEDNESDAY
    assert told(later)["A10"].cause.event == 0
    never = again(plan, visits, roster, SiteClosed(workplace="est:A10", days=frozenset(WEEK[1:])))
    assert told(never)["A10"].kind == "dropped"
    assert set(never.plan.unplaced) == {"A10"}


def test_a_site_that_closes_under_way_leaves_a_gap_in_the_round() -> None:
    """The others of that round keep their hours: their team is on its way."""
    visits, roster, plan = a_small_week(days=1, per_day=3)
    made = again(plan, visits, roster, SiteClosed(workplace="est:A01", days=frozenset({MONDAY})), at=(MONDAY, 490.0))
    assert [(s.visit, s.start) for s in made.plan.rounds[0].stops] == [("A00", 480.0), ("A02", 720.0)]


def test_after_a_late_return_the_next_morning_begins_after_the_rest() -> None:
    """Back at 23:00 with eleven hours of rest: nothing of A's Tuesday starts before 10:00, and each hour says why."""
    visits, roster, plan = a_small_week(teams="A", days=2)
    event = Overrun(team="A", day=MONDAY, back=1380.0)
    policy = a_policy(rest_minutes=660.0)
    made = again(plan, visits, roster, event, policy=policy, at=(MONDAY, 1390.0))
    tuesday = next(r for r in made.plan.rounds if r.day == TUESDAY)
    assert min(stop.start for stop in tuesday.stops) >= 600.0
    assert next(r for r in made.plan.rounds if r.day == MONDAY).back == 1380.0
    assert {name: (one.kind, one.cause.event) for name, one in told(made).items()} == {
        "A10": ("hour", 0),
        "A11": ("hour", 0),
    }


def an_evening(**late):
    """One team's evening of two visits, of which the later may wait until Tuesday, and the plan that has both."""
    early = a_visit("early", windows=((1080.0, 1080.0),), days=[MONDAY])
    later = replace(a_visit("later", windows=((1200.0, 1320.0),), days=[MONDAY, TUESDAY], required=True), **late)
    roster = [a_day("A", day, shift=(960.0, 1440.0)) for day in (MONDAY, TUESDAY)]
    stops = [("early", 1080.0, 1080.0, 1140.0), ("later", 1200.0, 1200.0, 1260.0)]
    plan = a_plan(("A", MONDAY, stops), value=20.0)
    return [early, later], roster, replace(plan, rounds=(replace(plan.rounds[0], back=1260.0),))


def test_a_visit_that_a_late_team_no_longer_makes_goes_elsewhere() -> None:
    """Held up until one at night: the second visit of the evening is made on Tuesday, and the round keeps its first."""
    visits, roster, plan = an_evening()
    event = Overrun(team="A", day=MONDAY, back=1500.0)
    made = again(plan, visits, roster, event, at=(MONDAY, 1150.0))
    assert where(made.plan)["later"][:2] == ("A", TUESDAY)
    (monday,) = [each for each in made.plan.rounds if each.day == MONDAY]
    assert ([stop.visit for stop in monday.stops], monday.back) == (["early"], 1500.0)
    assert {name: (one.kind, one.cause.event) for name, one in told(made).items()} == {"later": ("moved", 0)}


@pytest.mark.parametrize(("back", "at"), [(1300.0, 1150.0), (1500.0, 1210.0)])
def test_what_a_late_team_still_makes_or_has_begun_stays(back, at) -> None:
    """Forty minutes late it is still in its hours and its shift; and nobody leaves a door that they are at."""
    visits, roster, plan = an_evening()
    made = again(plan, visits, roster, Overrun(team="A", day=MONDAY, back=back), at=(MONDAY, at))
    assert where(made.plan)["later"] == ("A", MONDAY, 1200.0)
    assert made.differences == ()


@pytest.mark.parametrize("back", [1350.0, 1200.0])
def test_hours_that_would_be_missed_free_a_visit_too(back) -> None:
    """An hour and a half late the door is closed; and a team that went home at eight makes nothing after it."""
    visits, roster, plan = an_evening(windows=((1200.0, 1260.0),))
    made = again(plan, visits, roster, Overrun(team="A", day=MONDAY, back=back), at=(MONDAY, 1150.0))
    assert where(made.plan)["later"][1] == TUESDAY


def test_an_announced_visit_that_its_team_misses_keeps_its_hour_with_another() -> None:
    """Its pin to the late team goes, its day and hour stay."""
    visits, roster, plan = an_evening(pinned=("A", MONDAY))
    roster = [*roster, a_day("B", MONDAY, shift=(1170.0, 1440.0))]
    event = Overrun(team="A", day=MONDAY, back=1500.0)
    made = again(plan, visits, roster, event, at=(MONDAY, 1150.0), announced=["later"])
    assert where(made.plan)["later"] == ("B", MONDAY, 1200.0)


def test_a_moved_shift_moves_its_visits() -> None:
    """A works on Tuesday afternoon only."""
    visits, roster, plan = a_small_week(teams="A", days=2)
    made = again(plan, visits, roster, MovedShift(team="A", day=TUESDAY, shift=(720.0, 1260.0)))
    assert all(where(made.plan)[name][2] >= 720.0 for name in ("A10", "A11"))
    assert {one.cause.event for one in made.differences} == {0}


def test_a_new_visit_makes_room_and_says_for_whom() -> None:
    """The week is full: the least worthy visit makes room for the complaint's."""
    visits, roster, plan = a_small_week(teams="A", days=2, per_day=4)
    visits = [replace(v, value=10.0 if v.id == "A12" else v.value, minutes=130.0) for v in visits]
    plan = plan_rounds(visits, roster, Flat(), FREE, iterations=0, start=plan)
    new = a_visit("new", value=1.0, minutes=130.0, required=True, days=(TUESDAY,), windows=((480.0, 900.0),))
    made = again(plan, visits, roster, NewVisit(visit=new))
    assert where(made.plan)["new"][:2] == ("A", TUESDAY)
    assert (told(made)["new"].kind, told(made)["new"].cause.event) == ("added", 0)
    assert [n for n, one in told(made).items() if one.kind == "dropped"] == ["A12"]
    assert (told(made)["A12"].cause.kind, told(made)["A12"].cause.other) == ("room_for", "est:new")


def test_an_announced_visit_keeps_team_day_and_hour() -> None:
    """It is not worth much, and stays all the same; when its team is absent, another comes at that hour."""
    visits, roster, plan = a_small_week(days=2, per_day=3)
    visits = [replace(v, value=1.0 if v.id == "B11" else v.value) for v in visits]
    plan = replace(plan, value=sum(v.value for v in visits))
    ill = TeamAbsent(team="A", days=frozenset({TUESDAY}))
    kept = again(plan, visits, roster, ill, announced=["B11"], cost=0.0)
    assert where(kept.plan)["B11"] == where(plan)["B11"]
    moved = again(plan, visits, roster, TeamAbsent(team="B", days=frozenset({TUESDAY})), announced=["B11"], cost=0.0)
    assert where(moved.plan)["B11"] == ("A", TUESDAY, where(plan)["B11"][2])


def test_what_was_answered_is_not_visited_again() -> None:
    """A control that was made before its day frees the hour."""
    visits, roster, plan = a_small_week(days=2)
    made = again(plan, visits, roster, TeamAbsent(team="A", days=frozenset({TUESDAY})), done=["est:B10"])
    assert "B10" not in where(made.plan)
    assert "B00" in where(made.plan)


def test_without_an_event_nothing_changes() -> None:
    """Not even what the planner could do better."""
    visits, roster, plan = a_small_week()
    made = again(plan, [*visits, a_visit("gold", value=9999.0)], roster)
    assert made.plan is plan
    assert made.differences == ()


def test_a_joint_visit_under_way_keeps_both_teams() -> None:
    """B's shift has not begun at ten to eight, A's has: the visit that they share freezes both."""
    joint = a_visit("joint", teams=2, windows=((600.0, 600.0),), required=True, days=(MONDAY,))
    roster = [a_day("A", shift=(420.0, 1020.0)), a_day("B"), a_day("C")]
    plan = a_plan(*((team, MONDAY, [("joint", 600, 600, 660)]) for team in "AB"), value=10.0)
    ill = TeamAbsent(team="C", days=frozenset({MONDAY}))
    assert again(plan, [joint], roster, ill, at=(MONDAY, 470.0)).question.frozen >= {("A", MONDAY), ("B", MONDAY)}
    b_is_ill = again(plan, [joint], roster, TeamAbsent(team="B", days=frozenset({MONDAY})), at=(MONDAY, 470.0))
    assert where(b_is_ill.plan) == {}
    assert set(b_is_ill.plan.unplaced) == {"joint"}


@pytest.mark.parametrize(
    ("code", "events", "at"),
    [
        ("310", [TeamAbsent(team="X", days=frozenset({TUESDAY}))], AT_TUESDAY),
        ("311", [TeamAbsent(team="A", days=frozenset({WEEK[5]}))], AT_TUESDAY),
        ("312", [TeamAbsent(team="A", days=frozenset({MONDAY}))], AT_TUESDAY),
        ("312", [SiteClosed(workplace="est:A10", days=frozenset({MONDAY}))], AT_TUESDAY),
        ("313", [Overrun(team="A", day=TUESDAY, back=1300.0)], AT_TUESDAY),
        ("314", [Overrun(team="A", day=MONDAY, back=100.0)], AT_TUESDAY),
        (
            "317",
            [
                TeamAbsent(team="A", days=frozenset({TUESDAY})),
                MovedShift(team="A", day=TUESDAY, shift=(600.0, 900.0)),
            ],
            AT_TUESDAY,
        ),
        (
            "315",
            [SiteClosed(workplace="est:A10", days=frozenset({TUESDAY})), NewVisit(visit=a_visit("A10"))],
            AT_TUESDAY,
        ),
        ("316", [MovedShift(team="A", day=MONDAY, shift=(600.0, 900.0))], AT_TUESDAY),
        ("318", [NewVisit(visit=a_visit("A00"))], AT_TUESDAY),
        ("319", [SiteClosed(workplace="est:unknown", days=frozenset({TUESDAY}))], AT_TUESDAY),
    ],
)
def test_events_that_cannot_be_are_refused(code, events, at) -> None:
    """Each with its own code."""
    visits, roster, plan = a_small_week()
    with pytest.raises(PlanningFault) as fault:
        replan(plan, visits, roster, Flat(), FREE, events, at, change_cost=1.0, iterations=0)
    assert fault.value.code == f"PLAN-{code}"


def test_an_announced_visit_that_no_round_holds_is_refused() -> None:
    """Somebody mistyped."""
    visits, roster, plan = a_small_week()
    with pytest.raises(PlanningFault, match="has no place in this plan"):
        replan(plan, visits, roster, Flat(), FREE, [], AT_TUESDAY, change_cost=1.0, announced=["nobody"])


def test_a_higher_price_moves_fewer_visits() -> None:
    """The price is what keeps the week as people know it."""
    visits, roster = a_district_week(3, required=5, optional=150)
    plan = plan_rounds(visits, roster, ROADS, WORK, iterations=150)
    ill, known = TeamAbsent(team="T1", days=frozenset(WEEK[2:5])), {v.id: v.workplace for v in visits}
    untouched = [known[s.visit] for r in plan.rounds if r.team != "T1" and r.day >= WEDNESDAY for s in r.stops]
    shares = []
    for cost in (0.0, 1000.0):
        made = again(plan, visits, roster, ill, at=(WEDNESDAY, 0.0), travel=ROADS, policy=WORK, cost=cost)
        shares.append(share_changed(made.differences, untouched)[0])
    assert shares[1] < shares[0]
    assert shares[1] < 0.15


EVENTS = st.sampled_from(["absent", "closed", "late", "moved", "new"])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), kinds=st.lists(EVENTS, min_size=1, max_size=3, unique=True), day=st.integers(1, 3))
def test_whatever_happens_no_rule_is_broken_and_every_change_has_a_cause(seed, kinds, day) -> None:
    """The merged week holds for the checker; what differs is told, once, and each chain of causes ends at an event."""
    visits, roster = a_district_week(seed, teams=3, required=8, optional=40)
    plan = plan_rounds(visits, roster, ROADS, WORK, iterations=20)
    on = WEEK[day]
    events = [event for kind in kinds if (event := an_event(kind, plan, on)) is not None]
    made = again(plan, visits, roster, *events, at=(on, 0.0), policy=WORK, travel=ROADS)
    before, after = where(plan), where(made.plan)
    differ = {
        name
        for name in {*before, *after}
        if (before.get(name, ())[:2] != after.get(name, ())[:2])
        or (name in before and name in after and abs(before[name][2] - after[name][2]) > 0.5)
    }
    assert differ == set(told(made))
    for one in made.differences:
        seen = {one.workplace}
        while one.cause.other is not None:
            one = told(made)[one.cause.other.removeprefix("est:")]
            assert one.workplace not in seen
            seen.add(one.workplace)
        assert one.cause.kind in ("event", "better_use")


def an_event(kind, plan, on):
    """An event of this kind that the plan knows; None where it holds none of the kind."""
    rounds = [r for r in plan.rounds if r.day >= on]
    late = [r for r in plan.rounds if r.day == on - timedelta(days=1)]
    match kind:
        case "absent":
            return TeamAbsent(team="T0", days=frozenset(d for d in WEEK[:5] if d >= on))
        case "closed" if rounds:
            return SiteClosed(workplace=f"est:{rounds[0].stops[0].visit}", days=frozenset({rounds[0].day}))
        case "late" if late and late[0].team != "T0":
            return Overrun(team=late[0].team, day=late[0].day, back=1380.0)
        case "moved":
            return MovedShift(team="T2", day=on, shift=(720.0, 1260.0))
        case "new":
            return NewVisit(visit=a_visit("new", at=(4.4, 50.8), required=True, windows=((540.0, 990.0),)))
    return None
