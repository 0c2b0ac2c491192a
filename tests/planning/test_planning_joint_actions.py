"""Booked joint actions: in the place of other visits, asked of the roster, and kept by the planner."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from builders_planning import MONDAY, OFFICE, ROADS, WEEK, WORK, a_day, a_district_week, a_visit
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.planning.bookings import BARS, JointAction, clash, quarters, rule_against, with_actions
from inspection.planning.problem import verify
from inspection.planning.solve import plan_rounds

TUESDAY = MONDAY + timedelta(days=1)


def an_action(**fields):
    """Two teams at one workplace on Monday at ten, for an hour."""
    values = {
        "reference": "A1",
        "workplace": "est:joint",
        "minutes": 60.0,
        "teams": 2,
        "windows": ((600.0, 600.0),),
        "days": frozenset({MONDAY}),
        "point": OFFICE,
    }
    return JointAction(**{**values, **fields})


def test_an_action_stands_in_the_place_of_every_other_visit_of_its_workplace():
    """Whichever arm chose it, and however often it was offered; everybody else keeps their place; twice is once."""
    visits = [
        a_visit("a", workplace="est:joint", languages=frozenset({"nl"}), value=7.0),
        a_visit("b"),
        a_visit("c", workplace="est:joint", windows=((700.0, 800.0),)),
    ]
    made = with_actions(visits, [an_action(point=None)])
    assert [v.workplace for v in made] == ["est:b", "est:joint"]
    joint = made[1]
    assert (joint.teams, joint.windows, joint.days, joint.required) == (2, ((600.0, 600.0),), {MONDAY}, True)
    assert (joint.value, joint.languages, joint.point) == (7.0, {"nl"}, OFFICE)
    assert with_actions(made, [an_action(point=None)]) == made
    assert with_actions(made, [an_action(languages=frozenset({"fr"}))])[1].languages == {"fr"}


def test_an_action_nobody_can_locate_is_left_out():
    """Without a visit at its workplace and without a point there is nothing to plan; with a point there is."""
    assert with_actions([a_visit("b")], [an_action(point=None)]) == (a_visit("b"),)
    assert len(with_actions([a_visit("b")], [an_action()])) == 2


def test_a_pin_outside_the_booked_days_falls():
    """An announced visit that is now an action keeps its team only on a day of the action."""
    kept = a_visit("a", workplace="est:joint", pinned=("A", MONDAY))
    assert with_actions([kept], [an_action()])[0].pinned == ("A", MONDAY)
    assert with_actions([kept], [an_action(days=frozenset({TUESDAY}))])[0].pinned is None


def test_quarters_are_the_quarters_of_an_hour_in_a_window():
    """Both ends count; a window without a quarter has none."""
    assert quarters([(601.0, 640.0)]) == ((615.0, 615.0), (630.0, 630.0))
    assert quarters([(600.0, 615.0), (615.0, 620.0)]) == ((600.0, 600.0), (615.0, 615.0))
    assert quarters([(601.0, 614.0)]) == ()


ROSTER = [
    a_day("A", languages=("fr",), skills=frozenset({"thb"})),
    a_day("B", languages=("nl",), size=3),
    a_day("C", shift=(900.0, 1400.0)),
]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        (None, {}),
        (None, {"windows": ((480.0, 480.0),)}),
        (None, {"windows": ((960.0, 960.0),), "minutes": 60.0}),
        ("outside_every_shift", {"windows": ((470.0, 470.0),)}),
        ("outside_every_shift", {"days": frozenset({TUESDAY})}),
        ("outside_every_shift", {"windows": ((1390.0, 1390.0),)}),
        ("team_size", {"team_size": 3}),
        ("language", {"languages": frozenset({"nl", "de"})}),
        ("skill", {"skills": frozenset({"thb"})}),
        ("too_few_teams", {"teams": 3}),
        ("too_few_teams", {"windows": ((1100.0, 1100.0),)}),
        ("too_few_teams", {"teams": 1, "team_size": 3, "languages": frozenset({"fr"}), "windows": ((600.0, 600.0),)}),
    ],
)
def test_the_rule_that_bars_an_action_is_named(rule, fields):
    """A roster of three: two by day, one in the evening; each rule keeps the second team out."""
    assert rule_against(an_action(**fields), ROSTER) == rule
    assert rule is None or rule in BARS


def test_a_free_moment_needs_one_minute_for_all():
    """Two shifts that never meet have no such minute, even if each holds a part of the window."""
    early, late = a_day("A", shift=(480.0, 700.0)), a_day("B", shift=(720.0, 1000.0))
    free = an_action(windows=((480.0, 900.0),))
    assert rule_against(free, [early, late]) == "too_few_teams"
    assert rule_against(free, [replace(early, shift=(480.0, 800.0)), late]) is None


def test_a_clash_is_seen_only_where_teams_are_missing():
    """Three teams serve one action of two and one of one; not two of two; a team that cannot come does not count."""
    other = an_action(reference="A2", workplace="est:other", windows=((630.0, 630.0),))
    day = [a_day(name) for name in "ABC"]
    assert clash(an_action(), [other], day) == other
    assert clash(an_action(), [replace(other, teams=1)], day) is None
    assert clash(an_action(), [replace(other, teams=1)], [*day[:2], replace(day[2], size=1)]) is None
    small = [*day[:2], replace(day[2], size=1)]
    assert clash(an_action(team_size=2), [replace(other, teams=1, team_size=2)], small) is not None
    assert clash(an_action(), [replace(other, windows=((660.0, 660.0),))], day) is None
    assert clash(an_action(), [replace(other, windows=((600.0, 700.0),))], day) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.sampled_from([30.0, 60.0, 120.0]), st.integers(1, 2), st.integers(1, 3)),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.integers(1, 3), min_size=1, max_size=4),
)
def test_a_clash_is_what_trying_every_crew_finds(booked, sizes):
    """Against every way to give teams out at one minute: a clash is told exactly where none works."""
    days = [a_day(f"T{n}", size=size) for n, size in enumerate(sizes)]
    made = [
        an_action(reference=str(n), windows=((540.0 + 15 * slot,) * 2,), minutes=minutes, teams=teams, team_size=size)
        for n, (slot, minutes, teams, size) in enumerate(booked)
    ]
    new, others = made[0], made[1:]
    found = clash(new, others, days) is not None
    wanted = any(
        len(running) > 1 and not _works(running, days)
        for minute in {a.windows[0][0] for a in made}
        for running in [[a for a in made if a.windows[0][0] <= minute < a.windows[0][0] + a.minutes]]
        if new in running
    )
    assert found == wanted


def _works(running, days):
    """Try every crew of the first action with every way to serve the rest."""
    if not running:
        return True
    able = [d for d in days if d.size >= running[0].team_size]
    return any(_works(running[1:], [d for d in days if d not in crew]) for crew in combinations(able, running[0].teams))


@pytest.mark.parametrize("seed", range(3))
def test_the_planner_keeps_what_was_booked(seed):
    """In a week like a real one: a fixed and a free action each have two teams in one minute, and no rule is broken."""
    visits, roster = a_district_week(seed, required=10, optional=40)
    point = (4.4, 50.9)
    fixed = an_action(team_size=2, point=point)
    free = an_action(
        reference="A2",
        workplace="est:free",
        days=frozenset(WEEK[:5]),
        windows=quarters([(540.0, 900.0)]),
        point=point,
    )
    offered = with_actions(visits, [fixed, free])
    assert not rule_against(fixed, roster)
    plan = plan_rounds(offered, roster, ROADS, WORK, iterations=300, seed=seed)
    assert verify(plan, offered, roster, ROADS, WORK) == []
    for action in (fixed, free):
        visit = f"{action.workplace}#joint"
        met = [(r.team, r.day, s.start) for r in plan.rounds for s in r.stops if s.visit == visit]
        assert len({team for team, _, _ in met}) == 2
        ((day, start),) = {(day, start) for _, day, start in met}
        assert day in action.days
        assert (start, start) in action.windows
