"""What a plan of rounds promises, feature by feature."""

from dataclasses import replace

import pytest
from builders_planning import (
    MONDAY,
    ROADS,
    WEEK,
    WORK,
    Flat,
    a_day,
    a_district_week,
    a_policy,
    a_visit,
)

from inspection.errors import PlanningFault
from inspection.planning.explain import alternatives
from inspection.planning.problem import RoundPolicy, shift_breaks, verify
from inspection.planning.search import State
from inspection.planning.solve import iterations_for, plan_rounds, rounds

FREE = RoundPolicy.free()
INF = float("inf")


def planned(visits, days, policy=FREE, **rest):
    """Plan on flat travel, let the verifier agree, and return the plan."""
    plan = plan_rounds(visits, days, Flat(), policy, **{"iterations": 50, **rest})
    known = {"start": rest["start"], "frozen": rest.get("frozen", ())} if "start" in rest else {}
    assert verify(plan, visits, days, Flat(), policy, **known) == []
    return plan


def stops_of(plan, team="A", day=MONDAY):
    """Return the visits of one round in order."""
    return [stop.visit for each in plan.rounds if (each.team, each.day) == (team, day) for stop in each.stops]


def test_nothing_to_plan_is_an_empty_plan():
    """No visits, no team-days, or neither: an empty plan, and a reason for each required visit."""
    assert planned([], []).rounds == ()
    assert planned([], [a_day()]).rounds == ()
    plan = planned([a_visit("r", required=True), a_visit("o")], [])
    assert set(plan.unplaced) == {"r"}


def test_a_night_shift_passes_midnight():
    """A bakery at 03:00 is minute 1620 of the evening on which the team starts."""
    bakery = a_visit("bakery", at=(4.0, 50.0), windows=[(1620.0, 1680.0)], days=[MONDAY])
    plan = planned([bakery], [a_day(office=(4.0, 40.0), shift=(1200.0, 1740.0))])
    stop = plan.rounds[0].stops[0]
    assert (stop.start, stop.leave) == (1620.0, 1680.0)
    assert plan.rounds[0].leaves == 1610.0  # it leaves as late as it can


def test_a_window_of_the_next_date_is_not_met_by_the_night_before():
    """Minute 30 of Tuesday is not minute 1470 of Monday: the date is that on which the team-day starts."""
    visit = a_visit("r", windows=[(0.0, 120.0)], days=[WEEK[1]], required=True)
    plan = planned([visit], [a_day(shift=(1200.0, 1680.0)), a_day(day=WEEK[1])])
    assert plan.unplaced["r"].rule == "no_shift_reaches_the_window"
    assert stops_of(planned([visit], [a_day(day=WEEK[1], shift=(0.0, 300.0))]), day=WEEK[1]) == ["r"]


def test_the_second_window_of_a_day_is_used():
    """A restaurant that cannot be reached at noon is visited in the evening."""
    restaurant = a_visit("r", windows=[(1080.0, 1290.0), (690.0, 840.0)])
    plan = planned([restaurant], [a_day(shift=(900.0, 1380.0))])
    assert plan.rounds[0].stops[0].start == 1080.0


def test_required_visits_come_before_any_value():
    """A required visit without value keeps its place against an optional one worth a thousand."""
    visits = [
        a_visit("must", minutes=400.0, value=0.0, required=True),
        a_visit("rich", minutes=400.0, value=1000.0),
    ]
    assert stops_of(planned(visits, [a_day()])) == ["must"]


def test_a_workplace_is_visited_once_and_its_required_visit_wins():
    """Two visits of one workplace: the required one is placed, the richer optional one is not."""
    visits = [a_visit("must", workplace="w", required=True), a_visit("rich", workplace="w", value=999.0)]
    assert stops_of(planned(visits, [a_day(), a_day("B")])) + stops_of(planned(visits, [a_day("B")]), "B") == [
        "must",
        "must",
    ]


def test_languages_are_alternatives_and_skills_add_up():
    """One of the languages is enough; every skill must be there; the team must be large enough."""
    visit = a_visit("v", languages=frozenset({"de", "nl"}), skills=frozenset({"a", "b"}), team_size=3)
    days = [
        a_day("no-language", languages=("fr",), skills=frozenset("ab"), size=3),
        a_day("no-skill", skills=frozenset("a"), size=3),
        a_day("too-small", skills=frozenset("ab"), size=2),
        a_day("right", languages=("nl",), skills=frozenset("abc"), size=4),
    ]
    assert [each.team for each in planned([visit], days).rounds] == ["right"]


def test_two_teams_start_in_the_same_minute():
    """A joint visit stands in the rounds of two teams with one start, between the other visits of each."""
    joint = a_visit("joint", at=(10.0, 0.0), windows=[(600.0, 900.0)], teams=2, required=True, value=50.0)
    others = [a_visit(f"o{i}", at=(float(i), 5.0), minutes=90.0) for i in range(8)]
    plan = planned([joint, *others], [a_day("A", office=(0.0, 0.0)), a_day("B", office=(30.0, 0.0))])
    starts = [(each.team, stop.start) for each in plan.rounds for stop in each.stops if stop.visit == "joint"]
    assert [team for team, _ in starts] == ["A", "B"]
    assert starts[0][1] == starts[1][1]
    assert plan.value == 50.0 + 10.0 * (sum(len(each.stops) for each in plan.rounds) - 2)


def test_a_joint_visit_at_a_given_minute():
    """With the police at 06:00 sharp, both teams are there at 06:00; an optional joint visit is placed as well."""
    police = a_visit("police", windows=[(360.0, 360.0)], teams=2, required=True)
    free = a_visit("free", at=(4.0, 50.0), teams=2)
    plan = planned([police, free], [a_day(team, shift=(300.0, 900.0)) for team in "ABC"])
    starts = {stop.start for each in plan.rounds for stop in each.stops if stop.visit == "police"}
    assert starts == {360.0}
    assert sum(stop.visit == "free" for each in plan.rounds for stop in each.stops) == 2


def test_a_pinned_visit_stays_with_its_team_and_day():
    """An announced visit goes to the team and day to which it was announced, though another is nearer."""
    visit = a_visit("v", at=(0.0, 0.0), pinned=("B", WEEK[1]))
    days = [a_day("A", office=(0.0, 0.0)), a_day("B"), a_day("B", WEEK[1])]
    assert [(each.team, each.day) for each in planned([visit], days).rounds] == [("B", WEEK[1])]


def test_the_longest_day_counts_from_leaving_to_being_back():
    """Two visits eight hours apart do not fit into one day of six hours, though the shift has room for both."""
    visits = [a_visit("early", windows=[(480.0, 480.0)], value=1.0), a_visit("late", windows=[(960.0, 960.0)])]
    assert stops_of(planned(visits, [a_day(shift=(420.0, 1100.0))], a_policy(longest_day_minutes=360.0))) == ["late"]
    assert stops_of(planned(visits, [a_day(shift=(420.0, 1100.0), longest=360.0)])) == ["late"]


def test_a_long_day_holds_its_break():
    """Eight hours of work fill eight hours of shift only without a break; with one, a visit falls out."""
    visits = [a_visit(f"v{i}", minutes=120.0) for i in range(4)]
    days = [a_day(shift=(480.0, 960.0))]
    assert len(stops_of(planned(visits, days))) == 4
    plan = planned(visits, days, a_policy(break_after_minutes=360.0, break_minutes=30.0))
    assert len(stops_of(plan)) == 3
    longer = planned(visits, [a_day(shift=(480.0, 990.0))], a_policy(break_after_minutes=360.0, break_minutes=30.0))
    assert len(stops_of(longer)) == 4
    (pause,) = longer.rounds[0].pauses
    assert pause == (720.0, 750.0)  # where it costs nothing it lies nearest the middle


def test_a_team_has_lunch_in_its_hours():
    """A break of the team-day starts in its hours, between visits, wherever those lie."""
    visits = [a_visit(f"v{i}", minutes=100.0, at=(4.35 + i, 50.85)) for i in range(4)]
    plan = planned(visits, [a_day(breaks=((700.0, 760.0, 45.0),))])
    (pause,) = plan.rounds[0].pauses
    assert 700.0 <= pause[0] <= 760.0
    assert pause[1] - pause[0] == 45.0


def test_a_long_shift_has_its_break_in_the_middle():
    """Not while it waits for the first door to open: a wait just after setting out rests nobody."""
    shift, rules = (480.0, 990.0), {"after_minutes": 360.0, "minutes": 30.0, "between": (0.25, 0.75)}
    visits = [a_visit(f"v{i}", minutes=100.0, windows=((540.0, 2880.0),)) for i in range(4)]
    policy = a_policy(break_after_minutes=360.0, break_minutes=30.0)
    asked = shift_breaks(shift, **rules)
    assert asked == ((608.0, 862.0, 30.0),)
    plan = planned(visits, [a_day(shift=shift, breaks=asked)], policy)
    assert [608.0 <= begins <= 862.0 for begins, _ in plan.rounds[0].pauses] == [True]
    assert shift_breaks((480.0, 840.0), **rules) == ()  # six hours ask for none
    assert shift_breaks((1080.0, 1560.0), **rules) == ((1200.0, 1440.0, 30.0),)  # nor does it stop at midnight


def test_a_team_rests_between_an_evening_and_the_next_morning():
    """After being back at 23:00 nobody starts before 10:00; without the rule they would."""
    visits = [
        a_visit("night", windows=[(1320.0, 1320.0)], days=[MONDAY], required=True),
        a_visit("dawn", windows=[(540.0, 540.0)], days=[WEEK[1]]),
        a_visit("noon", windows=[(720.0, 720.0)], days=[WEEK[1]]),
    ]
    days = [a_day(day=MONDAY, shift=(900.0, 1440.0)), a_day(day=WEEK[1], shift=(480.0, 1020.0))]
    assert stops_of(planned(visits, days, a_policy(rest_minutes=660.0)), day=WEEK[1]) == ["noon"]
    assert stops_of(planned(visits, days), day=WEEK[1]) == ["dawn", "noon"]


def test_a_start_plan_is_kept_where_change_costs_more_than_it_brings():
    """With a price above any gain nothing moves; without one the richer visit comes in, and the change is counted."""
    poor, rich = a_visit("poor", minutes=400.0, value=10.0), a_visit("rich", minutes=400.0, value=11.0)
    start = planned([poor], [a_day()])
    kept = planned([poor, rich], [a_day()], start=start, change_cost=5.0)
    assert (stops_of(kept), kept.changes) == (["poor"], 0)
    moved = planned([poor, rich], [a_day()], start=start)
    assert (stops_of(moved), moved.changes, moved.value) == (["rich"], 1, 11.0)


def test_a_sick_team_changes_little_elsewhere():
    """When one of three teams falls ill, a price on change keeps the visits of the other two where they were."""
    visits = [a_visit(f"v{i:02}", at=(4 + i % 5, 50 + i // 5), minutes=80.0) for i in range(30)]
    start = planned(visits, [a_day(team) for team in "ABC"])
    after = planned(visits, [a_day(team) for team in "AB"], start=start, change_cost=100.0)
    assert stops_of(after, "A")
    assert set(stops_of(after, "A")) == set(stops_of(start, "A"))
    assert after.changes == len(stops_of(start, "C"))


def test_a_frozen_round_stays_even_where_it_ran_late():
    """A round of the past is taken over as it was, and the team still gets its rest after it."""
    visits = [a_visit("kitchen", days=[MONDAY], minutes=60.0), a_visit("dawn", windows=[(480.0, 500.0)], days=WEEK[1:])]
    days = [a_day(day=day) for day in WEEK[:3]]
    start = planned(visits[:1], days[:1])
    late = replace(start.rounds[0].stops[0], leave=1400.0)
    ran = replace(start, rounds=(replace(start.rounds[0], stops=(late,), back=1400.0),))
    frozen = [("A", MONDAY)]
    plan = planned(visits, days, a_policy(rest_minutes=660.0), start=ran, frozen=frozen)
    assert plan.rounds[0] == ran.rounds[0]
    assert stops_of(plan, day=WEEK[1]) == []  # 23:20 and eleven hours is 10:20
    assert stops_of(plan, day=WEEK[2]) == ["dawn"]
    assert plan.value == 20.0


def test_an_interrupt_returns_the_best_plan_so_far(monkeypatch):
    """Ctrl-C in the middle of the search gives a whole plan that says so."""
    turns = iter(range(100))
    anneal = State.anneal

    def interrupted(state, *given):
        if next(turns) == 3:
            raise KeyboardInterrupt
        anneal(state, *given)

    monkeypatch.setattr(State, "anneal", interrupted)
    visits = [a_visit(f"v{i}", minutes=200.0) for i in range(5)]
    plan = planned(visits, [a_day()])
    assert plan.stopped_by == "interrupt"
    assert len(stops_of(plan)) == 2


def test_an_interrupt_while_the_plan_is_read_out_loses_nothing(monkeypatch):
    """The search is over, and reasons and alternatives are being worked out: the same plan, which says so."""
    visits = [a_visit(f"v{i}", minutes=200.0, value=10.0 + i, required=i > 2) for i in range(5)]
    whole, told = planned(visits, [a_day()]), iter((True, False))

    def interrupted(*given):
        if next(told):
            raise KeyboardInterrupt
        return alternatives(*given)

    monkeypatch.setattr(rounds, "alternatives", interrupted)
    assert planned(visits, [a_day()]) == replace(whole, stopped_by="interrupt")


def test_a_cap_of_seconds_is_recorded_when_it_bites():
    """Zero seconds leave the greedy plan and say so; a cap that does not bite is not mentioned."""
    visits = [a_visit(f"v{i}", minutes=200.0) for i in range(5)]
    assert planned(visits, [a_day()], seconds=0.0).stopped_by == "seconds"
    assert planned(visits, [a_day()], seconds=60.0).stopped_by == "iterations"


def test_improvement_gains_clearly_over_greedy_on_a_district_week():
    """A real-sized week: no required visit is lost and the value rises by several per cent even in few steps."""
    visits, days = a_district_week(3)
    greedy = plan_rounds(visits, days, ROADS, WORK, iterations=0)
    plan = plan_rounds(visits, days, ROADS, WORK, iterations=2000)
    assert verify(plan, visits, days, ROADS, WORK) == []
    assert len(plan.unplaced) <= len(greedy.unplaced)
    assert plan.value > 1.03 * greedy.value
    assert plan.travel == f"{ROADS.name} {ROADS.version}"


def test_iterations_follow_the_size():
    """More steps for larger weeks, within bounds."""
    assert [iterations_for(visits) for visits in (0, 340, 1000, 100_000)] == [2_000, 10_200, 30_000, 60_000]


@pytest.mark.parametrize(
    ("code", "visits", "days", "rest"),
    [
        ("101", [a_visit("v"), a_visit("v")], [a_day()], {}),
        ("102", [], [a_day(), a_day()], {}),
        ("103", [a_visit(teams=0)], [a_day()], {}),
        ("104", [a_visit(minutes=-1.0)], [a_day()], {}),
        ("105", [a_visit(value=INF)], [a_day()], {}),
        ("106", [a_visit(windows=[(1320.0, 120.0)])], [a_day()], {}),  # 22:00 to 02:00 written the wrong way
        ("107", [], [a_day(shift=(1200.0, 240.0))], {}),
        ("108", [], [a_day(breaks=((800.0, 700.0, 30.0),))], {}),
        ("111", [], [a_day()], {"frozen": [("A", MONDAY)]}),
        ("115", [], [a_day()], {"seconds": -1.0}),
        ("115", [], [a_day()], {"iterations": -1}),
    ],
)
def test_contradictions_are_refused(code, visits, days, rest):
    """Each question without an answer is refused with a fault of its own and advice."""
    with pytest.raises(PlanningFault) as fault:
        plan_rounds(visits, days, Flat(), FREE, **rest)
    assert fault.value.code == f"PLAN-{code}"
    assert fault.value.advice


def test_frozen_rounds_that_nothing_can_fill_are_refused():
    """A frozen team-day outside the roster, and a frozen visit that is not given, are named."""
    start = planned([a_visit("v")], [a_day()])
    for visits, days, code in (([a_visit("v")], [], "PLAN-112"), ([], [a_day()], "PLAN-113")):
        with pytest.raises(PlanningFault) as fault:
            plan_rounds(visits, days, Flat(), FREE, start=start, frozen=[("A", MONDAY)])
        assert fault.value.code == code
