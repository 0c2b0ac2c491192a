"""People and teams change from a day on; whoever is away makes a team smaller."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, a_roster, a_user

from inspection import acts
from inspection.errors import AccessRefused, SettingsFault
from inspection.store.queries import user
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

TODAY = day_in_brussels(AT)
BY, HEAD, ADMIN = "direction-1", "head-liege", "admin-1"
MOVED = {"id": "insp-liege-2", "role": "inspector", "district": "namur", "team": "namur-1", "language": "fr"}
SHIFTS = {str(day): [480, 990] for day in range(5)}
TEAM = {
    "id": "liege-1",
    "name": "Team 1",
    "district": "namur",
    "office": {"lon": 4.87, "lat": 50.47},
    "languages": ["fr"],
    "size": 2,
    "shifts": SHIFTS,
}


@pytest.fixture
def staff(house: AppContext) -> AppContext:
    """Give a house that has an administrator."""
    people = [*a_roster()["users"], a_user(ADMIN, "administrator", None)]
    acts.staff.import_roster(house.acting(BY, AT), a_roster(users=people))
    return house


def test_somebody_moves_on_the_day_and_not_before(staff: AppContext) -> None:
    """The name that is known stays; the nightly run does it."""
    made = acts.staff.plan_person(staff.acting(BY, AT), MOVED, WEEK.monday)
    assert made.state == "to_come"
    assert user(staff.store, MOVED["id"]).team == "liege-1"
    night = AT + (WEEK.monday - TODAY)
    assert acts.staff.apply_changes(staff.acting("system", night)) == 1
    assert (user(staff.store, MOVED["id"]).team, user(staff.store, MOVED["id"]).district) == ("namur-1", "namur")
    (shown,) = [one for one in acts.staff.staff_sheet(staff.acting(BY, AT)).people if one.id == MOVED["id"]]
    assert shown.has_name
    assert acts.staff.apply_changes(staff.acting("system", night)) == 0


def test_today_is_at_once_and_a_day_that_is_over_is_refused(staff: AppContext) -> None:
    assert acts.staff.plan_person(staff.acting(BY, AT), MOVED, TODAY).state == "done"
    assert user(staff.store, MOVED["id"]).team == "namur-1"
    with pytest.raises(SettingsFault, match="SETTING-044"):
        acts.staff.plan_person(staff.acting(BY, AT), MOVED, TODAY - timedelta(days=1))
    with pytest.raises(SettingsFault, match="SETTING-044"):
        acts.staff.plan_person(staff.acting(BY, AT), {**MOVED, "team": "nowhere-1"}, TODAY)


def test_what_an_administrator_asks_for_waits_for_a_second_person(staff: AppContext) -> None:
    """And nobody gives a role above their own, by either way."""
    new = {"id": "insp-liege-7", "role": "inspector", "district": "liege", "team": "liege-1", "language": "fr"}
    made = acts.staff.plan_person(staff.acting(ADMIN, AT), new, TODAY)
    assert made.state == "asked"
    assert user(staff.store, "insp-liege-7") is None
    with pytest.raises(AccessRefused):
        acts.staff.decide_change(staff.acting(ADMIN, AT), made.id, yes=True)
    assert acts.staff.decide_change(staff.acting("supervisor-liege", AT), made.id, yes=True).state == "done"
    assert user(staff.store, "insp-liege-7").is_active
    with pytest.raises(AccessRefused, match="ACCESS-054"):
        acts.staff.plan_person(staff.acting("supervisor-liege", AT), {**new, "role": "direction"}, TODAY)


def test_a_change_that_is_called_off_never_comes(staff: AppContext) -> None:
    made = acts.staff.plan_person(staff.acting(BY, AT), MOVED, WEEK.monday)
    acts.staff.call_off_change(staff.acting(ADMIN, AT), made.id)
    assert acts.staff.apply_changes(staff.acting("system", AT + timedelta(days=9))) == 0
    assert [one.state for one in acts.staff.list_changes(staff.acting(BY, AT))] == ["off"]


def test_a_team_moves_with_its_people_in_the_middle_of_a_week(staff: AppContext) -> None:
    """The plan of the week knows both places; its people get the reach of the new one on the day."""
    day = WEEK.days[2]
    acts.staff.plan_team(staff.acting(BY, AT), TEAM, day, with_people=True)
    offices = {d.day: d.office for d in acts.staff.team_days(staff, WEEK) if d.team == "liege-1"}
    assert offices[day] == offices[WEEK.days[4]] == (4.87, 50.47)
    assert offices[WEEK.days[1]] != (4.87, 50.47)
    assert [d.day for d in acts.staff.team_days(staff, WEEK, "namur") if d.team == "liege-1"] == list(WEEK.days[2:5])
    acts.staff.apply_changes(staff.acting("system", AT + (day - TODAY)))
    assert user(staff.store, "insp-liege-1").district == "namur"


def test_a_team_whose_people_cannot_go_with_it_stays_where_it_is(staff: AppContext) -> None:
    """The team and its people are one act: of one that is refused for a member, nothing stands."""
    with pytest.raises(SettingsFault, match="SETTING-040"):
        acts.staff.plan_team(staff.acting(BY, AT), TEAM | {"district": "elsewhere"}, TODAY, with_people=True)
    assert acts.staff.list_changes(staff.acting(BY, AT)) == []
    assert {one.district for one in acts.staff.staff_sheet(staff.acting(BY, AT)).teams} == {"liege", "namur"}


def test_a_team_is_smaller_while_somebody_is_away_and_gone_with_the_last(staff: AppContext) -> None:
    """On those days only; whoever leads it is not counted as one who goes out; what is taken back counts again."""
    days = (WEEK.days[1], WEEK.days[2])
    acts.absences.keep_absence(staff.acting(HEAD, AT), "insp-liege-1", "leave", *days)
    sizes = {d.day: d.size for d in acts.staff.team_days(staff, WEEK, "liege")}
    assert [sizes[day] for day in WEEK.days[:4]] == [2, 1, 1, 2]
    last = acts.absences.keep_absence(staff.acting(HEAD, AT), "insp-liege-2", "court", days[1], days[1])
    assert days[1] not in {d.day for d in acts.staff.team_days(staff, WEEK, "liege")}
    acts.absences.end_absence(staff.acting(HEAD, AT), last.id)
    assert days[1] in {d.day for d in acts.staff.team_days(staff, WEEK, "liege")}
    assert len(acts.absences.list_absences(staff.acting(BY, AT), *days)) == 1
