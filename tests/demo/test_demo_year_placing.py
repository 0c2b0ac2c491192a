"""Stops of a past week: required ones first, inside windows and shifts, a way between them, each workplace once."""

from datetime import date
from typing import Any

from inspection.demo.year.placing import Sharing, place
from inspection.planning.problem import TeamDay, Visit

DAY = date(2026, 11, 3)
HOP = 20.0
SHARING = Sharing(sector_of={f"est:{n}": "garment" for n in range(100)}, shares={"garment": 1.0})


def _day(team: str = "liege-1", **more: Any) -> TeamDay:
    given: dict[str, Any] = {"shift": (480.0, 720.0), "languages": frozenset({"fr"}), "size": 2}
    return TeamDay(team=team, day=DAY, office=(5.5, 50.6), **given | more)


def _visit(name: str, **more: Any) -> Visit:
    given: dict[str, Any] = {"minutes": 60.0, "value": 1.0, "windows": ((480.0, 700.0),), "days": frozenset({DAY})}
    return Visit(id=f"{name}#0", workplace=name, point=(5.5, 50.6), **given | more)


def test_stops_lie_inside_the_shift_with_a_way_between_them() -> None:
    """Two hours and a way each leave room for two in four hours; the third is optional and is left out silently."""
    plan = place([_visit(f"est:{n}") for n in range(3)], [_day()], HOP, SHARING)
    (stops,) = [round_.stops for round_ in plan.rounds]
    assert len(stops) == 2
    assert stops[0].start >= 480 + HOP
    assert stops[1].start - stops[0].leave >= HOP
    assert stops[1].leave <= 720 - HOP
    assert plan.unplaced == {}


def test_what_is_required_comes_first_and_is_told_where_it_finds_no_place() -> None:
    """A drawn visit takes the place of a worthier one; one too many is kept with the rule that kept it out."""
    required = [_visit(f"est:9{n}", required=True, value=0.1) for n in range(3)]
    plan = place([_visit("est:1", value=9.0), *required], [_day()], HOP, SHARING)
    assert plan.placed < {visit.id for visit in required}
    assert [why.rule for why in plan.unplaced.values()] == ["other_required_visits_fill_the_time"]


def test_a_team_that_may_not_go_is_not_sent() -> None:
    """Language, size, skill and day of the team; and no more stops than there is room for."""
    for wrong in ({"languages": frozenset({"nl"})}, {"size": 1}, {"shift": (780.0, 1020.0)}):
        assert not place(
            [_visit("est:1", languages=frozenset({"fr"}), team_size=2)], [_day(**wrong)], HOP, SHARING
        ).rounds
    teams = [_day(f"liege-{n}") for n in range(4)]
    assert len(place([_visit(f"est:{n}") for n in range(8)], teams, HOP, SHARING, most=3).placed) == 3


def test_a_workplace_is_visited_once() -> None:
    """It may be offered once for each kind of day."""
    twice = [_visit("est:1"), Visit(**{**vars(_visit("est:1")), "id": "est:1#1"})]
    assert len(place(twice, [_day(), _day("liege-2")], HOP, SHARING).placed) == 1


def test_each_sector_gets_its_share_of_the_room() -> None:
    """However worthy the visits of one sector are, half of the room is the other's; what it cannot fill goes on."""
    rich, poor = ([f"est:{n}" for n in range(first, first + 8)] for first in (10, 20))
    sector_of = dict.fromkeys(rich, "garment") | dict.fromkeys(poor, "restaurants")
    visits = [*(_visit(name, value=9.0) for name in rich), *(_visit(name) for name in poor)]
    teams = [_day(f"liege-{n}") for n in range(4)]
    sharing = Sharing(sector_of=sector_of, shares={"garment": 0.5, "restaurants": 0.5})
    placed = place(visits, teams, HOP, sharing).placed
    assert [sum(v.workplace in names for v in visits if v.id in placed) for names in (rich, poor)] == [4, 4]
