"""The roster and the team-days that follow from it."""

from dataclasses import replace

import pytest
from builders_acts import AT, WEEK, a_roster, a_user
from databases import owned
from sqlalchemy import text
from sqlmodel import select

from inspection.acts.staff import import_roster, team_days
from inspection.errors import AccessRefused, SettingsFault
from inspection.store.people import RosterDayRow
from inspection.store.queries import person_name, user, users
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, verify_trail


def test_a_week_has_a_team_day_for_each_day_of_the_pattern(house: AppContext) -> None:
    """Two teams on five days, in order; one district only when it is named."""
    days = team_days(house, WEEK)
    assert [(d.team, d.day.weekday()) for d in days] == [(t, n) for t in ("liege-1", "namur-1") for n in range(5)]
    assert days[0].shift == (480.0, 990.0)
    assert days[0].languages == frozenset({"fr"})
    assert [d.team for d in team_days(house, WEEK, "namur")] == ["namur-1"] * 5


def test_a_long_shift_has_the_break_of_the_rules_unless_the_team_has_its_own(house: AppContext) -> None:
    """In the middle of the shift since the day of that rule; before, anywhere in it."""
    first = team_days(house, WEEK)[0]
    ((earliest, latest, minutes),) = first.breaks
    assert (first.shift, minutes) == ((480.0, 990.0), 30.0)
    assert 480.0 + 120 <= earliest <= latest <= 990.0 - 120
    ((earliest, latest, _),) = team_days(house, IsoWeek(2026, 10))[0].breaks
    assert (earliest, latest) == first.shift
    own = a_roster()
    own["teams"][0]["breaks"] = [[700.0, 720.0, 45.0]]
    import_roster(house.acting("system", AT), own)
    assert team_days(house, WEEK)[0].breaks == ((700.0, 720.0, 45.0),)


def test_a_written_out_week_overrules_the_pattern(house: AppContext) -> None:
    """A day without a shift is free; a shift over midnight ends on the next day; other weeks stay as they are."""
    shifts = [{"team": "liege-1", "date": WEEK.days[5].isoformat(), "start": "20:00", "end": "04:00"}]
    import_roster(house.acting("system", AT), a_roster(weeks=[{"week": str(WEEK), "shifts": shifts}]))
    assert [(d.team, d.day, d.shift) for d in team_days(house, WEEK)] == [("liege-1", WEEK.days[5], (1200.0, 1680.0))]
    assert len(team_days(house, type(WEEK)(2026, 50))) == 10


def test_who_is_no_longer_in_the_roster_may_do_nothing(house: AppContext) -> None:
    """The roster is whole: whoever is missing has left."""
    people = [a_user("direction-1", "direction", None)]
    import_roster(house.acting("direction-1", AT), a_roster(users=people, teams=[], pattern=[]))
    assert [u.id for u in users(house.store)] == ["direction-1", "system"]
    assert user(house.store, "insp-liege-1").is_active is False
    assert team_days(house, WEEK) == []


def test_names_are_sealed_in_the_database(house: AppContext) -> None:
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
def test_a_wrong_roster_is_refused_whole_without_repeating_it(house: AppContext, wrong: dict[str, object]) -> None:
    """The message names the place; nobody's name is in it, and nobody was retired."""
    before = users(house.store)
    with pytest.raises(SettingsFault) as fault:
        import_roster(house.acting("system", AT), a_roster(**wrong))
    assert "Name of" not in str(fault.value)
    assert users(house.store) == before


def test_an_inspector_imports_no_roster(house: AppContext) -> None:
    """Only the direction, a supervisor and the installation itself do."""
    with pytest.raises(AccessRefused):
        import_roster(house.acting("insp-liege-1", AT), a_roster())
    assert verify_trail(house.store).holds


def a_tsw_roster(**changed: object) -> dict[str, object]:
    """The other service's house in Liège: a team with an inspector, and a direction."""
    team = {**a_roster()["teams"][0], "id": "tsw-liege-1", "service": "TSW"}
    people = [
        a_user("tsw-direction", "direction", None, service="TSW"),
        a_user("tsw-insp", "inspector", "liege", "tsw-liege-1", service="TSW"),
    ]
    return {"service": "TSW", "teams": [team], "users": people, **changed}


@pytest.mark.parametrize("role", ["inspector", "team_head", "supervisor"])
@pytest.mark.parametrize("district", [None, "", "nowhere", "halle-vilvoorde"])
def test_who_works_in_a_district_needs_one_that_exists(house: AppContext, role: str, district: str | None) -> None:
    """Somebody without a district must not work everywhere because a field was left empty."""
    with pytest.raises(SettingsFault, match="district"):
        import_roster(house.acting("system", AT), a_roster(users=[a_user("x1", role, district)]))
    assert user(house.store, "x1") is None


@pytest.mark.parametrize("role", ["direction", "auditor_dpo"])
def test_the_whole_services_roles_need_none(house: AppContext, role: str) -> None:
    """They answer for all twelve."""
    import_roster(house.acting("system", AT), a_roster(users=[a_user("x1", role, None)]))
    assert user(house.store, "x1").district is None


def test_a_roster_is_of_one_service_and_never_takes_an_id_over(house: AppContext) -> None:
    """Not a user of the other service in ours, nor their id; not the installation's own; nor a team from nowhere."""
    theirs = replace(house, store=owned(house.store))  # their rows are in the same database, and not ours to write
    import_roster(theirs.acting("system", AT), a_tsw_roster())
    before = users(house.store)
    for wrong in (
        [a_user("tsw-king", "direction", None, service="TSW")],
        [a_user("system", "inspector", "liege")],
        [a_user("x1", "inspector", "liege", "liege-9")],
    ):
        with pytest.raises(SettingsFault):
            import_roster(house.acting("supervisor-liege", AT), a_roster(users=wrong))
    with pytest.raises(AccessRefused, match="another service"):
        import_roster(house.acting("direction-1", AT), a_roster(users=[a_user("tsw-insp", "inspector")]))
    with pytest.raises(AccessRefused, match="belongs to service TSW"):
        import_roster(house.acting("supervisor-liege", AT), a_tsw_roster())
    assert users(house.store) == before
    assert user(house.store, "system").is_active


def test_nobody_grants_a_role_above_their_own(house: AppContext) -> None:
    """A supervisor repeats who is direction, and makes nobody so; the direction may."""
    import_roster(house.acting("supervisor-liege", AT), a_roster())
    for role in ("direction", "auditor_dpo"):
        more = [*a_roster()["users"], a_user("new-1", role, None)]
        with pytest.raises(AccessRefused, match="may not make"):
            import_roster(house.acting("supervisor-liege", AT), a_roster(users=more))
        raised = [{**u, "role": role} if u["id"] == "supervisor-liege" else u for u in a_roster()["users"]]
        with pytest.raises(AccessRefused, match="may not make"):
            import_roster(house.acting("supervisor-liege", AT), a_roster(users=raised))
    assert user(house.store, "new-1") is None
    assert user(house.store, "supervisor-liege").role == "supervisor"
    import_roster(
        house.acting("direction-1", AT), a_roster(users=[*a_roster()["users"], a_user("new-1", "auditor_dpo", None)])
    )
    assert user(house.store, "new-1").role == "auditor_dpo"


def test_a_written_out_week_leaves_other_services_teams_alone(house: AppContext) -> None:
    """The days of another service's teams stand as they were written."""
    house = replace(house, store=owned(house.store))  # as whom no policy holds: the act alone keeps the two apart
    shift = {"team": "tsw-liege-1", "date": WEEK.days[5].isoformat(), "start": "09:00", "end": "17:00"}
    import_roster(house.acting("system", AT), a_tsw_roster(weeks=[{"week": str(WEEK), "shifts": [shift]}]))
    import_roster(house.acting("system", AT), a_roster(weeks=[{"week": str(WEEK), "shifts": []}]))
    with house.store.read() as session:
        kept = session.exec(select(RosterDayRow).where(RosterDayRow.team_id == "tsw-liege-1")).all()
    assert [(d.day, d.starts) for d in kept] == [(WEEK.days[5], 540.0)]
