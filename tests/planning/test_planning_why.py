"""Every rule by which a required visit can stay without a place, provoked; and relaxing it gives the place back."""

from dataclasses import replace

import numpy as np
import pytest
from builders_planning import MONDAY, OFFICE, WEEK, Flat, a_day, a_policy, a_visit

from inspection.planning.explain import RULES
from inspection.planning.problem import RoundPolicy, verify
from inspection.planning.solve import plan_rounds

FREE = RoundPolicy.free()
FAR = (OFFICE[0] + 300, OFFICE[1])
NIGHT = a_visit("r", windows=[(1320.0, 1320.0)], required=True)


def reason(visits, days, policy=FREE, travel=None, **rest):
    """Return why "r" has no place."""
    provider = travel or Flat()
    plan = plan_rounds(visits, days, provider, policy, iterations=30, **rest)
    known = {"start": rest["start"], "frozen": rest["frozen"]} if "start" in rest else {}
    assert verify(plan, visits, days, provider, policy, **known) == []
    return plan.unplaced.get("r")


def required(**given):
    """Return the required visit in question."""
    return a_visit("r", required=True, **given)


SPEAKS_GERMAN = required(languages=frozenset({"de"}))
SKILLED = required(skills=frozenset({"night"}))
LARGE = required(team_size=3)
SUNDAY = required(days=[WEEK[6]])
LONG = required(minutes=400.0)

CASES = {
    "no_team_speaks_the_language": (SPEAKS_GERMAN, replace(SPEAKS_GERMAN, languages=frozenset({"fr"})), {}),
    "no_team_has_the_skill": (SKILLED, replace(SKILLED, skills=frozenset()), {}),
    "no_team_is_large_enough": (LARGE, replace(LARGE, team_size=2), {}),
    "no_team_works_on_that_day": (SUNDAY, replace(SUNDAY, days=frozenset({MONDAY})), {}),
    "no_shift_reaches_the_window": (NIGHT, replace(NIGHT, windows=((600.0, 700.0),)), {}),
    "day_too_long": (LONG, replace(LONG, minutes=300.0), {"longest_day_minutes": 360.0}),
    "no_time_for_the_break": (
        required(minutes=540.0),
        required(minutes=500.0),
        {"break_after_minutes": 360.0, "break_minutes": 30.0},
    ),
    "pinned_team_absent": (required(pinned=("Z", MONDAY)), required(pinned=("A", MONDAY)), {}),
    "too_few_teams_on_that_day": (required(teams=2), required(teams=1), {}),
    "several_conditions_fail": (
        required(team_size=3, skills=frozenset({"night"})),
        required(team_size=2, skills=frozenset()),
        {},
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_visit_that_no_team_could_make_alone_names_its_rule(rule):
    """The rule is named, and a visit that asks no more than the roster has is placed."""
    impossible, relaxed, policy = CASES[rule]
    found = reason([impossible], [a_day()], a_policy(**policy))
    assert found.rule == rule
    assert reason([relaxed], [a_day()], a_policy(**policy)) is None


def test_the_closest_team_day_is_named_with_what_is_missing():
    """Of two shifts that miss a window at 22:00 the later one is named, with the minutes that it lacks."""
    found = reason([NIGHT], [a_day("A"), a_day("B", shift=(900.0, 1350.0))])
    assert (found.team, found.day, found.detail["minutes_short"]) == ("B", MONDAY, 30.0)


def test_other_ways_out_are_named_too():
    """Another day would do as well as another language: the language is the rule, the day is in `also`."""
    visit = required(languages=frozenset({"de"}), days=[MONDAY])
    found = reason([visit], [a_day("A"), a_day("B", WEEK[1], languages=("de",))])
    assert found.rule == "no_team_speaks_the_language"
    assert found.detail["also"] == "no_team_works_on_that_day"
    assert found.team == "A"


def test_several_conditions_name_them_all():
    """Where no single rule is the obstacle, the closest team-day and its rules are given."""
    found = reason([CASES["several_conditions_fail"][0]], [a_day()])
    assert found.detail["rules"] == "no_team_has_the_skill, no_team_is_large_enough"


def test_a_pin_that_is_in_the_way_is_named_with_the_team_that_could():
    """Announced with A, which is too small; B would do: the pin and not the size where B asks for nothing more."""
    visit = required(pinned=("A", MONDAY), team_size=3, skills=frozenset({"night"}))
    found = reason([visit], [a_day("A"), a_day("B", WEEK[1], size=3, skills=frozenset({"night"}))])
    assert (found.rule, found.team, found.day) == ("pinned_elsewhere", "B", WEEK[1])
    assert (found.detail["pinned"], found.detail["pinned_on"]) == ("A", str(MONDAY))


def test_an_unreachable_place_is_said_to_be_so():
    """Where the provider knows no way, the place is unreachable, not late."""

    class Island(Flat):
        def minutes(self, points, depart=None):
            minutes = super().minutes(points)
            return np.where(minutes > 100, np.inf, minutes)

    assert reason([required(at=FAR)], [a_day()], travel=Island()).rule == "place_unreachable"
    assert reason([required(at=FAR)], [a_day()]).rule == "no_shift_reaches_the_window"


def test_no_common_minute_for_two_teams():
    """Two teams that work on one day but never at the same hour cannot start together."""
    days = [a_day("A", shift=(480.0, 700.0)), a_day("B", shift=(900.0, 1200.0))]
    assert reason([required(teams=2)], days).rule == "no_common_minute"


def test_conflict_with_other_required_visits():
    """Two required visits of five hours in one day of nine: one is placed, the other says by how much it misses."""
    other = a_visit("other", minutes=300.0, value=50.0, required=True, workplace="est:a")
    visits = [other, required(minutes=300.0), a_visit("optional", value=999.0)]
    plan = plan_rounds(visits, [a_day()], Flat(), FREE, iterations=30)
    (found,) = plan.unplaced.values()
    assert found.rule == "other_required_visits_fill_the_time"
    assert found.detail == {"minutes_short": 60.0, "required_visits": 1.0, "team_days": 1.0, "visits": "other"}


def test_conflict_at_one_workplace():
    """Of two required visits at one workplace one is placed, and the other names it."""
    visits = [a_visit("other", workplace="w", required=True, value=20.0), required(workplace="w")]
    plan = plan_rounds(visits, [a_day(), a_day("B")], Flat(), FREE, iterations=10)
    ((left, found),) = plan.unplaced.items()
    assert found.rule == "workplace_has_another_required_visit"
    assert found.detail["visit"] == ({"other", "r"} - {left}).pop()


def test_frozen_rounds_and_the_rest_after_them():
    """A week whose team-days are all frozen has no room; a night that was frozen leaves no morning."""
    first = a_visit("first", windows=[(1300.0, 1300.0)], days=[MONDAY])
    night, morning = a_day(shift=(900.0, 1440.0)), a_day(day=WEEK[1])
    start = plan_rounds([first], [night], Flat(), FREE, iterations=0)
    given = {"start": start, "frozen": [("A", MONDAY)]}
    assert reason([first, required(windows=[(1000.0, 1000.0)])], [night], **given).rule == "team_days_are_frozen"
    dawn = required(windows=[(500.0, 500.0)], days=[WEEK[1]])
    found = reason([first, dawn], [night, morning], a_policy(rest_minutes=660.0), **given)
    assert found.rule == "no_rest_between_days"


def test_every_rule_is_listed_once():
    """RULES is sorted and complete: what these tests provoke is all there is."""
    provoked = {
        *CASES,
        "place_unreachable",
        "no_common_minute",
        "other_required_visits_fill_the_time",
        "workplace_has_another_required_visit",
        "team_days_are_frozen",
        "no_rest_between_days",
        "pinned_elsewhere",
    }
    assert tuple(sorted(provoked)) == RULES
