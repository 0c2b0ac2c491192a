"""The roster and the team-days that follow from it."""

import pytest
from builders_acts import AT, WEEK, a_roster, a_user
from sqlalchemy import text

from inspection.acts import Office, import_roster, team_days
from inspection.errors import AccessRefused, SettingsFault
from inspection.store import person_name, user, users
from inspection.trust import verify_trail


def test_a_week_has_a_team_day_for_each_day_of_the_pattern(house: Office) -> None:
    """Two teams on five days, in order; one district only when it is named."""
    days = team_days(WEEK, office=house)
    assert [(d.team, d.day.weekday()) for d in days] == [(t, n) for t in ("liege-1", "namur-1") for n in range(5)]
    assert days[0].shift == (480.0, 990.0)
    assert days[0].languages == frozenset({"fr"})
    assert [d.team for d in team_days(WEEK, "namur", office=house)] == ["namur-1"] * 5


def test_a_written_out_week_overrules_the_pattern(house: Office) -> None:
    """A day without a shift is free; a shift over midnight ends on the next day; other weeks stay as they are."""
    shifts = [{"team": "liege-1", "date": WEEK.days[5].isoformat(), "start": "20:00", "end": "04:00"}]
    import_roster(a_roster(weeks=[{"week": str(WEEK), "shifts": shifts}]), by="system", at=AT, office=house)
    assert [(d.team, d.day, d.shift) for d in team_days(WEEK, office=house)] == [
        ("liege-1", WEEK.days[5], (1200.0, 1680.0))
    ]
    assert len(team_days(type(WEEK)(2026, 50), office=house)) == 10


def test_who_is_no_longer_in_the_roster_may_do_nothing(house: Office) -> None:
    """The roster is whole: whoever is missing has left."""
    people = [a_user("direction-1", "direction", None)]
    import_roster(a_roster(users=people, teams=[], pattern=[]), by="direction-1", at=AT, office=house)
    assert [u.id for u in users(house.store)] == ["direction-1", "system"]
    assert user(house.store, "insp-liege-1").is_active is False
    assert team_days(WEEK, office=house) == []


def test_names_are_sealed_in_the_database(house: Office) -> None:
    """The name comes back for a carry sheet; the column holds none of it."""
    assert person_name(house.store, "insp-liege-1") == "Name of insp-liege-1"
    with house.store.read() as session:
        sealed = session.connection().execute(text("SELECT name FROM app_user WHERE id = 'insp-liege-1'")).scalar()
    assert b"Name" not in bytes(sealed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"service": "FBI"},
        {"users": [a_user("x1", "king")]},
        {"teams": [{"id": "x"}]},
        {"pattern": [{"team": "liege-1", "weekday": 7, "start": "08:00", "end": "16:00"}]},
        {"pattern": [{"team": "liege-1", "weekday": 1, "start": "8h", "end": "16:00"}]},
        {"surprise": 1},
    ],
)
def test_a_wrong_roster_is_refused_whole_without_repeating_it(house: Office, wrong: dict[str, object]) -> None:
    """The message names the place; nobody's name is in it, and nobody was retired."""
    before = users(house.store)
    with pytest.raises(SettingsFault) as fault:
        import_roster(a_roster(**wrong), by="system", at=AT, office=house)
    assert "Name of" not in str(fault.value)
    assert users(house.store) == before


def test_an_inspector_imports_no_roster(house: Office) -> None:
    """Only the direction, a supervisor and the installation itself do."""
    with pytest.raises(AccessRefused):
        import_roster(a_roster(), by="insp-liege-1", at=AT, office=house)
    assert verify_trail(house.store).holds
