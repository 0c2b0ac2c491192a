"""A roster shows what it would change before it does it."""

import pytest
from builders_acts import AT, a_roster, a_user

from inspection.acts.staff import import_roster, preview_roster
from inspection.acts.staff.differences import Standing, roster_difference
from inspection.errors import AccessRefused, SettingsFault
from inspection.store.queries import users
from inspection.trust import AppContext

BY = "direction-1"


def a_changed_roster() -> dict[str, object]:
    """The roster with somebody new, somebody gone, a role and a name that change, and a team that moves."""
    roster = a_roster()
    people = [one for one in roster["users"] if one["id"] != "insp-namur-2"]
    for one in people:
        if one["id"] == "insp-liege-2":
            one.update(role="team_head", name="Geheim02")
    teams = [{**one, "office": {"lon": 5.5, "lat": 50.6}} if one["id"] == "liege-1" else one for one in roster["teams"]]
    return {**roster, "users": [*people, a_user("insp-liege-9", "inspector", team="liege-1")], "teams": teams}


def test_what_stands_already_changes_nothing(house: AppContext) -> None:
    assert preview_roster(house.acting(BY, AT), a_roster()).is_empty


def test_a_preview_tells_who_and_what_and_no_name(house: AppContext) -> None:
    """Who comes, goes and changes, from what to what; of a name only that it changes; and nothing is done."""
    before = users(house.store)
    shown = preview_roster(house.acting(BY, AT), a_changed_roster())
    assert {(one.id, one.how) for one in shown.people} == {
        ("insp-liege-9", "added"),
        ("insp-namur-2", "left"),
        ("insp-liege-2", "changed"),
    }
    (changed,) = [one for one in shown.people if one.how == "changed"]
    assert {(f.name, f.before, f.after) for f in changed.fields} == {
        ("role", "inspector", "team_head"),
        ("name", None, None),
    }
    (team,) = shown.teams
    assert (team.id, [f.name for f in team.fields]) == ("liege-1", ["office"])
    assert "Geheim" not in repr(shown)
    assert users(house.store) == before


def test_an_import_does_only_what_was_shown(house: AppContext) -> None:
    """Another file, or an office that changed since: nothing is done."""
    context, shown = house.acting(BY, AT), preview_roster(house.acting(BY, AT), a_changed_roster())
    with pytest.raises(SettingsFault, match="SETTING-043"):
        import_roster(context, a_roster(), shown=shown.sha256)
    import_roster(context, a_changed_roster(), shown=shown.sha256)
    assert "insp-liege-9" in {one.id for one in users(house.store)}
    with pytest.raises(SettingsFault, match="SETTING-043"):
        import_roster(context, a_changed_roster(), shown=shown.sha256)


def test_a_preview_is_refused_for_what_the_import_is(house: AppContext) -> None:
    with pytest.raises(AccessRefused, match="ACCESS-054"):
        preview_roster(
            house.acting("supervisor-liege", AT),
            a_roster(users=[*a_roster()["users"], a_user("direction-2", "direction", None)]),
        )
    with pytest.raises(AccessRefused):
        preview_roster(house.acting("insp-liege-1", AT), a_roster())


def test_team_days_that_change_are_counted() -> None:
    """A day that gets hours, loses them, or keeps them."""
    empty: dict[str, dict[str, object]] = {}
    before = Standing(people=empty, teams=empty, days={"a@1": [480, 960], "a@2": None})
    after = Standing(people=empty, teams=empty, days={"a@1": None, "a@2": None, "a@3": [480, 960]})
    assert roster_difference(before, after).days == 2
