"""A roster that contradicts itself is refused whole; the page shows one that is taken in, and names every field."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, WEEK, a_roster, a_user
from pydantic import BaseModel

from inspection import acts
from inspection.acts.staff import roster as models
from inspection.errors import SettingsFault
from inspection.store.people import StaffChangeRow
from inspection.store.queries import user, users
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

PAGE = (Path(__file__).parents[3] / "docs/reference/roster.md").read_text(encoding="utf-8")
ROSTER = a_roster()
TEAM, PEOPLE, PATTERN = ROSTER["teams"][0], ROSTER["users"], ROSTER["pattern"]
BY = "direction-1"


def hours(**changed: Any) -> dict[str, Any]:
    """Hours of a team of Liège on Monday, in the pattern."""
    return {"team": "liege-1", "weekday": 0, "start": "08:00", "end": "16:30", **changed}


def a_shift(**changed: Any) -> dict[str, Any]:
    """A shift of a team of Liège on the Monday of the week."""
    return {"team": "liege-1", "date": WEEK.monday.isoformat(), "start": "08:00", "end": "16:30", **changed}


def a_week(*shifts: dict[str, Any], week: str = str(WEEK)) -> dict[str, Any]:
    """A week written out."""
    return {"week": week, "shifts": list(shifts)}


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"teams": [*ROSTER["teams"], {**TEAM, "id": "x-1", "service": "TSW"}]}, "110", "teams.2.service"),
        ({"users": [*PEOPLE, a_user("x1", "inspector", service="TSW")]}, "110", "users.10.service"),
        ({"users": [*PEOPLE, a_user("insp-liege-1", "team_head")]}, "111", "users.10, users.4"),
        ({"teams": [*ROSTER["teams"], {**TEAM, "name": "Another"}]}, "111", "teams.2, teams.0"),
        ({"users": [*PEOPLE, a_user("x1", "inspector", "liege", "liege-9")]}, "112", "users.10.team"),
        ({"pattern": [*PATTERN, hours(team="liege-9")]}, "112", "pattern.10.team"),
        ({"weeks": [a_week(a_shift(), a_shift(team="liege-9"))]}, "112", "weeks.0.shifts.1.team"),
        ({"users": [*PEOPLE, a_user("x1", "inspector", "liege", "namur-1")]}, "113", "users.10.district"),
        ({"weeks": [a_week(a_shift()), a_week()]}, "114", "weeks.1, weeks.0"),
        ({"weeks": [a_week(a_shift(date="2026-12-07"))]}, "115", "weeks.0.shifts.0.date"),
        ({"pattern": [*PATTERN, hours(start="18:00", end="20:00")]}, "116", "pattern.10, pattern.0"),
        ({"weeks": [a_week(a_shift(), a_shift(start="18:00"))]}, "116", "weeks.0.shifts.1, weeks.0.shifts.0"),
        ({"weeks": [a_week(week="2026-W54")]}, "040", "weeks.0.week"),
        ({"teams": [*ROSTER["teams"], {**TEAM, "id": "x-1", "district": "Liege"}]}, "040", "teams.2.district"),
        ({"users": [*PEOPLE, a_user("x1", "inspector", telephone="Name of")]}, "040", "users.10.telephone"),
        ({"users": [*PEOPLE, a_user("x1", "inspector", telephone="112")]}, "040", "users.10.telephone"),
        ({"teams": [{**TEAM, "members": ["insp-liege-1"]}]}, "040", "teams.0.members"),
    ],
)
def test_what_contradicts_itself_is_refused_whole(
    house: AppContext, changed: dict[str, Any], code: str, place: str
) -> None:
    """By its place, without a name, shown or not; before, the last of two entries won and hours were dropped."""
    before = users(house.store)
    for act in (acts.staff.preview_roster, acts.staff.import_roster):
        with pytest.raises(SettingsFault) as fault:
            act(house.acting(BY, AT), a_roster(**changed))
        assert (fault.value.code, fault.value.where) == (f"SETTING-{code}", f"roster, {place}")
        assert "Name of" not in str(fault.value)
    assert users(house.store) == before


def test_whoever_works_for_the_whole_service_may_have_a_team(house: AppContext) -> None:
    """They have no district that could be another than the team's."""
    people = [*PEOPLE, a_user("direction-2", "direction", None, "liege-1")]
    acts.staff.import_roster(house.acting(BY, AT), a_roster(users=people))
    assert user(house.store, "direction-2").team == "liege-1"


def test_the_roster_of_the_page_is_taken_in_as_it_stands(house: AppContext) -> None:
    """With a service that it says once, and the week that it writes out in the place of the pattern."""
    (text,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    acts.staff.import_roster(house.acting("system", AT), json.loads(text))
    here = {one.id: one for one in users(house.store) if one.id != "system"}
    assert {one.service for one in here.values()} == {"ONSS"}
    assert [one.id for one in here.values() if one.team == "liege-1"] == ["head-liege", "insp-liege-1", "insp-liege-2"]
    assert [(one.team, one.day.isoformat()) for one in acts.staff.team_days(house, WEEK)] == [("liege-1", "2026-12-01")]
    assert [one.day.weekday() for one in acts.staff.team_days(house, type(WEEK)(2026, 50))] == [0, 4]


@pytest.mark.parametrize(
    "model",
    [
        models.Roster,
        models.RosterTeam,
        models.RosterOffice,
        models.RosterUser,
        models.RosterPattern,
        models.RosterWeek,
        models.RosterShift,
    ],
)
def test_a_table_of_the_page_names_each_field_and_whether_it_is_needed(model: type[BaseModel]) -> None:
    """The service of teams and users is the roster's where they name none."""
    needed = {name: field.is_required() for name, field in model.model_fields.items()}
    if model in (models.RosterTeam, models.RosterUser):
        needed["service"] = False
    tables = [re.findall(r"^\| `(\w+)` \| (yes)? ?\|", part, re.MULTILINE) for part in PAGE.split("\n\n")]
    assert needed in [{name: bool(yes) for name, yes in rows} for rows in tables]


def test_a_change_that_was_kept_with_members_still_takes_effect(house: AppContext) -> None:
    """Teams had a list of them that nothing read."""
    team = {**TEAM, "name": "Team of before", "shifts": {}}
    made = acts.staff.plan_team(house.acting(BY, AT), team, WEEK.monday)
    with house.store.write() as session:
        row = session.get(StaffChangeRow, made.id)
        kept = json.loads(house.store.unseal("staff_change.entry", row.id, row.entry)) | {"members": ["insp-liege-1"]}
        row.entry = house.store.seal("staff_change.entry", row.id, json.dumps(kept))
        session.add(row)
    assert acts.staff.apply_changes(house.acting("system", AT + (WEEK.monday - day_in_brussels(AT)))) == 1
    assert "Team of before" in {one.name for one in acts.staff.staff_sheet(house.acting(BY, AT)).teams}
