"""Cars of a district: kept by who answers for it, dealt to teams each day; a team without a seat does not go out."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, a_roster

from inspection import acts
from inspection.errors import AccessRefused, SettingsFault
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

TODAY = day_in_brussels(AT)
HEAD, BY, INSPECTOR, LIEGE = "head-liege", "direction-1", "insp-liege-1", "liege"
MONDAY = WEEK.monday


def kept(house: AppContext, name: str = "Berlingo", **more: object) -> str:
    """Note a car of Liège; returns its id."""
    return acts.cars.keep_car(house.acting(HEAD, AT), name, LIEGE, 5, **more).id  # type: ignore[arg-type]


def days_of(house: AppContext, team: str) -> list[int]:
    """Return on which days of the week a team works, 0 for Monday."""
    return [one.day.weekday() for one in acts.staff.team_days(house, WEEK) if one.team == team]


def two_teams(house: AppContext) -> None:
    """Let a second team work in Liège."""
    known = a_roster()
    second = {**next(one for one in known["teams"] if one["id"] == "liege-1"), "id": "liege-2"}
    pattern = [*known["pattern"], *({**one, "team": "liege-2"} for one in known["pattern"] if one["team"] == "liege-1")]
    acts.staff.import_roster(house.acting(BY, AT), a_roster(teams=[*known["teams"], second], pattern=pattern))


def test_where_no_car_is_noted_every_team_goes_out(house: AppContext) -> None:
    two_teams(house)
    assert days_of(house, "liege-2") == [0, 1, 2, 3, 4]
    assert acts.staff.teams_and_cars(house, WEEK)[1] == {}


def test_one_car_sends_out_the_team_that_usually_takes_it(house: AppContext) -> None:
    """Another district, which notes none, is not touched by it."""
    two_teams(house)
    before = days_of(house, "namur-1")
    car = kept(house, team="liege-2")
    assert (days_of(house, "liege-1"), days_of(house, "liege-2")) == ([], [0, 1, 2, 3, 4])
    assert acts.staff.teams_and_cars(house, WEEK)[1]["liege-1", MONDAY] == ()
    assert acts.staff.teams_and_cars(house, WEEK)[1]["liege-2", MONDAY] == ("Berlingo",)
    assert days_of(house, "namur-1") == before
    kept(house, team=None, car_id=car, name="Kangoo")
    assert acts.staff.teams_and_cars(house, WEEK)[1]["liege-1", MONDAY] == ("Kangoo",)


def test_a_car_in_the_garage_keeps_its_team_at_home_on_those_days_only(house: AppContext) -> None:
    car = kept(house)
    acts.cars.keep_car_absence(house.acting(HEAD, AT), car, "garage", WEEK.days[1], WEEK.days[2])
    assert days_of(house, "liege-1") == [0, 3, 4]
    ((days,),) = [one.away for one in acts.cars.list_cars(house.acting(HEAD, AT))]
    acts.cars.end_car_absence(house.acting(HEAD, AT), days.id)
    acts.cars.end_car_absence(house.acting(HEAD, AT), days.id)
    assert days_of(house, "liege-1") == [0, 1, 2, 3, 4]


def test_a_car_counts_until_its_last_day(house: AppContext) -> None:
    """The district keeps cars all the same: without one nobody goes out, and the calendar says why."""
    car = kept(house)
    acts.cars.retire_car(house.acting(HEAD, AT), car, WEEK.days[2])
    assert days_of(house, "liege-1") == [0, 1, 2]
    assert [one.last_day for one in acts.cars.list_cars(house.acting(HEAD, AT))] == [WEEK.days[2]]
    assert acts.cars.list_cars(house.acting(HEAD, AT + timedelta(days=60))) == []


def test_only_who_answers_for_the_district_keeps_its_cars(house: AppContext) -> None:
    """A car of another district is told as one that is none."""
    car = kept(house)
    for who, fault in ((INSPECTOR, "ACCESS-"), ("head-namur", "ACCESS-086")):
        with pytest.raises(AccessRefused, match=fault):
            acts.cars.keep_car(house.acting(who, AT), "Clio", LIEGE, 4)
        with pytest.raises(AccessRefused, match=fault):
            acts.cars.retire_car(house.acting(who, AT), car, TODAY)
    with pytest.raises(AccessRefused, match="ACCESS-086"):
        acts.cars.retire_car(house.acting("head-namur", AT), "nothing", TODAY)
    assert acts.cars.list_cars(house.acting("head-namur", AT)) == []


def test_what_cannot_be_is_refused(house: AppContext) -> None:
    car, head = kept(house), house.acting(HEAD, AT)
    for name, seats, team in (("", 5, None), ("x" * 61, 5, None), ("Clio", 0, None), ("Clio", 5, "namur-1")):
        with pytest.raises(SettingsFault, match="SETTING-077"):
            acts.cars.keep_car(head, name, LIEGE, seats, team=team)
    for kind, last in (("holiday", MONDAY), ("garage", MONDAY - timedelta(days=1))):
        with pytest.raises(SettingsFault, match="SETTING-078"):
            acts.cars.keep_car_absence(head, car, kind, MONDAY, last)
    with pytest.raises(SettingsFault, match="SETTING-078"):
        acts.cars.retire_car(head, car, TODAY - timedelta(days=1))
