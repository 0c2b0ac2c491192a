"""District weeks of the benchmark: the same for a seed everywhere, and shaped like a district."""

from itertools import pairwise

import pytest

from benchmarks.planning.weeks import HELD_OUT_SEEDS, POLICY, TRAVEL, TUNING_SEEDS, district_week
from inspection.planning.problem import verify
from inspection.planning.solve import plan_rounds


@pytest.mark.parametrize("roster", ["fifteen", "three"])
def test_a_seed_gives_the_same_week(roster):
    """A figure can be made again only from the same week."""
    assert district_week(11, 60, roster) == district_week(11, 60, roster)
    assert district_week(11, 60, roster) != district_week(12, 60, roster)


def test_held_out_seeds_are_not_tuned_on():
    """Five and five, apart."""
    assert len(TUNING_SEEDS) == len(HELD_OUT_SEEDS) == 5
    assert not set(TUNING_SEEDS) & set(HELD_OUT_SEEDS)


def test_week_of_three_teams_has_nine_late_rounds():
    """Three teams of two, nine rounds that end in the evening or at night, weekend too."""
    _, team_days = district_week(11, 60, "three")
    assert {day.size for day in team_days} == {2}
    assert sum(day.shift[1] > 1200 for day in team_days) == 9
    assert {day.day.weekday() for day in team_days} >= {5, 6}


@pytest.mark.parametrize("roster", ["fifteen", "three"])
def test_rest_and_longest_day_never_bind(roster):
    """An engine that does not know these two rules has no advantage."""
    _, team_days = district_week(11, 60, roster)
    for one, two in pairwise(sorted(team_days, key=lambda day: (day.team, day.day))):
        assert one.shift[1] - one.shift[0] <= POLICY.longest_day_minutes
        if one.team == two.team:
            apart = (two.day - one.day).days * 1440 + two.shift[0] - one.shift[1]
            assert apart >= POLICY.rest_minutes


def test_a_week_can_be_planned_with_its_required_visits():
    """What is required can be reached, and the greedy plan keeps every rule."""
    visits, team_days = district_week(11, 60, "three")
    plan = plan_rounds(visits, team_days, TRAVEL, POLICY, iterations=0)
    assert any(visit.required for visit in visits)
    assert not plan.unplaced
    assert verify(plan, visits, team_days, TRAVEL, POLICY) == []
