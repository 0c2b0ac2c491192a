"""What a replanning closes to teams that would go to a joint action without another district's, in plain values."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from builders_planning import MONDAY, a_plan, a_visit

from inspection.errors import PlanningFault
from inspection.planning.problem import WeekPlan
from inspection.planning.replanning import NewVisit, SiteClosed, TeamAbsent
from inspection.store.queries import ActionView
from inspection.time_of import moment_of
from inspection.weeks.replanned.replan_alone import left_alone, with_closed

PLACE = "est:2000000001"
BEFORE = moment_of(MONDAY, 300)
CLOSED = SiteClosed(workplace=PLACE, days=frozenset({MONDAY}))


def an_action(shares: Mapping[str, int], state: str = "confirmed") -> ActionView:
    """Booked for Monday at ten."""
    return ActionView(
        id="a", reference="J-26-000001-5", service="ONSS", district="leuven", shares=shares, workplace=PLACE,
        sector="restaurants", minutes=60, week="2026-W49", first_day=MONDAY, last_day=MONDAY, day=MONDAY, minute=600,
        days=(), windows=(), languages=(), skills=(), team_size=2, required=True, state=state, planned_day=MONDAY,
        planned_minute=600, partners=(),
    )  # fmt: skip


def going(*teams: str, day: date = MONDAY) -> WeekPlan:
    """A plan in which each of these teams has the joint visit at ten."""
    return a_plan(*((team, day, [(f"{PLACE}#joint", 600, 600, 660)]) for team in teams))


def test_all_go_or_nobody_does() -> None:
    """Whole shares close nothing; one that is short closes the place to all who would go."""
    action = an_action({"leuven": 2, "namur": 1})
    assert left_alone({"leuven": going("a", "b"), "namur": going("c")}, [action], BEFORE) == {}
    assert left_alone({"leuven": going("a", "b"), "namur": going()}, [action, action], BEFORE) == {"leuven": [CLOSED]}
    short = left_alone({"leuven": going("a"), "namur": going("c")}, [action], BEFORE)
    assert short == {"leuven": [CLOSED], "namur": [CLOSED]}


def test_what_is_over_called_off_or_of_one_district_closes_nothing() -> None:
    """Nor does the round of a night that is under way: only a telephone reaches its team."""
    shares, standing = {"leuven": 1, "namur": 1}, {"leuven": going("a"), "namur": going()}
    assert left_alone(standing, [an_action(shares)], moment_of(MONDAY, 630)) == {}
    assert left_alone(standing, [an_action(shares, "called_off")], BEFORE) == {}
    assert left_alone(standing, [an_action({"leuven": 2})], BEFORE) == {}
    night = a_plan(("a", MONDAY, [(f"{PLACE}#joint", 1500, 1500, 1560)]))
    assert left_alone({"leuven": night, "namur": going()}, [an_action(shares)], moment_of(MONDAY, 1470)) == {}


def test_one_place_has_one_event() -> None:
    """A place that was closed on another day is closed on both; what else was said stays."""
    ill = TeamAbsent(team="a", days=frozenset({MONDAY}))
    other = SiteClosed(workplace=PLACE, days=frozenset({MONDAY + timedelta(days=1)}))
    made = with_closed({"leuven": [ill, other]}, {"leuven": [CLOSED], "namur": [CLOSED]})
    assert made == {
        "leuven": [ill, SiteClosed(workplace=PLACE, days=CLOSED.days | other.days)],
        "namur": [CLOSED],
    }


@pytest.mark.parametrize("said", [CLOSED, NewVisit(visit=a_visit(workplace=PLACE))])
def test_what_cannot_be_closed_is_refused_and_not_tried_for_ever(said) -> None:
    """It was closed and they go all the same, or a visit to that place came in."""
    with pytest.raises(PlanningFault) as caught:
        with_closed({"leuven": [said]}, {"leuven": [CLOSED]})
    assert caught.value.code == "PLAN-329"
