"""What somebody wrote by hand: why it cannot be read, and every fault of its shape at once, by place and line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders_acts import a_roster, a_user
from pydantic import ValidationError

from inspection.acts.on_call.turns import read_on_call
from inspection.acts.staff.reading import read_roster
from inspection.acts.staff.roster import Roster
from inspection.acts.written import Unreadable, Written, content_of, object_in, objects_in, wrong_in
from inspection.errors import ReferralFault, SettingsFault

ROSTER = a_roster()
TEAM, USER = ROSTER["teams"][0], ROSTER["users"][0]
LIBRARY = re.compile(r"\bInput should|Field required|Value error|Extra inputs|valid \w+|pydantic")


def refused(roster: Any) -> SettingsFault:
    """How a roster is refused."""
    with pytest.raises(SettingsFault) as fault:
        read_roster(roster)
    assert fault.value.code == "SETTING-040"
    assert not LIBRARY.search(str(fault.value))
    return fault.value


@pytest.mark.parametrize(
    ("changed", "place", "problem"),
    [
        ({"size": None}, "teams.0.size", "write a whole number"),
        ({"size": "two"}, "teams.0.size", "write a whole number"),
        ({"size": 21}, "teams.0.size", "write a number up to 20"),
        ({"size": 0}, "teams.0.size", "write a number from 1 on"),
        ({"name": 7}, "teams.0.name", "write a text, in quotes"),
        ({"id": "Équipe 1"}, "teams.0.id", "write small letters, digits"),
        ({"office": "Liège"}, "teams.0.office", "write an entry with fields of its own"),
        ({"office": {"lon": "east", "lat": 50.6}}, "teams.0.office.lon", "write a number"),
        ({"office": {"lon": 5.5}}, "teams.0.office.lat", "this field is missing"),
        ({"languages": "fr"}, "teams.0.languages", "write a list"),
        ({"languages": []}, "teams.0.languages", "this list is too short: write 1 or more"),
        ({"languages": ["fr", "it"]}, "teams.0.languages.1", "write one of fr, nl, de or en"),
        ({"breaks": [[1, 2, 3, 4]]}, "teams.0.breaks.0", "this list is too long: write 3 or fewer"),
        ({"district": "Liege"}, "teams.0.district", "write one of the districts"),
        ({"members": []}, "teams.0.members", "no field of this name belongs here"),
        ({"Somebody Canari": 1}, "teams.0.…", "no field of this name belongs here"),
        ({"longest": float("inf"), "skills": {}}, "teams.0.skills", "write a list"),
    ],
)
def test_each_fault_of_a_shape_is_told_in_plain_words(changed: dict[str, Any], place: str, problem: str) -> None:
    """What to write instead and where, never what stands there and never in the words of a library."""
    fault = refused({**ROSTER, "teams": [TEAM | changed]})
    assert (fault.where, fault.what) == (f"roster, {place}", fault.what)
    assert fault.what.startswith(f"The roster cannot be used: {problem}")
    assert "Canari" not in str(fault)


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"role": "boss"}, "role", "write one of inspector, team_head"),
        ({"district": None}, "district", "this inspector needs a district"),
        ({"district": "Liege"}, "district", "write one of the districts"),
        ({"role": "administrator", "thb_contact": True}, "thb_contact", "who watches the house"),
        ({"thb_contact": "perhaps"}, "thb_contact", "write true or false"),
        ({"id": "system"}, "id", "this id is the installation's own"),
    ],
)
def test_what_is_wrong_with_somebody_is_told_at_their_field(changed: dict[str, Any], field: str, problem: str) -> None:
    """Before, it was told of the whole entry, once all else was right."""
    fault = refused({**ROSTER, "users": [a_user("insp-liege-1", "inspector") | {"size": 1} | changed]})
    assert re.search(rf"\n +users\.0\.{field}: {re.escape(problem)}", fault.what)


def test_hours_and_days_that_there_are_not_are_told_in_plain_words() -> None:
    """Of the pattern, and of weeks that are written out."""
    shift = {"team": "liege-1", "date": "2026-02-30", "start": "8:00", "end": "16:30"}
    pattern = [{"team": "liege-1", "weekday": 7, "start": "08:00", "end": "24:00"}]
    fault = refused({**ROSTER, "pattern": pattern, "weeks": [{"week": "49", "shifts": [shift]}]})
    for told in (
        "pattern.0.weekday: write a number up to 6",
        "pattern.0.end: write a time as 08:30",
        "weeks.0.week: write the week as 2026-W49",
        "weeks.0.shifts.0.date: write a day that there is, as 2026-12-31",
        "weeks.0.shifts.0.start: write a time as 08:30",
    ):
        assert f"\n          {told}" in fault.what
    assert fault.what.startswith("The roster cannot be used: 5 places of it are wrong\n")


def test_every_fault_is_told_at_once_in_the_order_of_the_file_with_its_line() -> None:
    """Up to twenty; a service that is missing is told once, not for each team and user."""
    users = [{"id": f"user-{n}"} for n in range(14)]
    text = json.dumps({"teams": [TEAM | {"size": "x"}], "users": users}, indent=1)
    fault = refused(object_in(text))
    size = next(n for n, line in enumerate(text.splitlines(), 1) if '"size"' in line)
    first = next(n for n, line in enumerate(text.splitlines(), 1) if '"user-0"' in line) - 1
    assert fault.what.splitlines()[:4] == [
        "The roster cannot be used: 30 places of it are wrong",
        "          service: this field is missing",
        f"          teams.0.size (line {size}): write a whole number",
        f"          users.0.role (line {first}): this field is missing",
    ]
    lines = [int(n) for n in re.findall(r"\(line (\d+)\): ", fault.what)]
    assert (len(lines), lines) == (19, sorted(lines))
    assert fault.what.endswith("\n          and 10 more")
    assert fault.where.startswith(f"roster, service; teams.0.size (line {size}); users.0.role (line {first}); ")
    assert fault.where.endswith("; …")


def test_what_contradicts_itself_has_its_line_too() -> None:
    """Both entries of the same id."""
    text = json.dumps({**ROSTER, "teams": [TEAM, TEAM]}, indent=1)
    first, second = (n - 1 for n, line in enumerate(text.splitlines(), 1) if f'"id": "{TEAM["id"]}"' in line)
    with pytest.raises(SettingsFault) as fault:
        read_roster(object_in(text))
    assert fault.value.where == f"roster, teams.1 (line {second}), teams.0 (line {first})"


def test_a_roster_of_an_office_says_which_one_it_is_and_all_that_is_wrong() -> None:
    """By its file, its place in that and its office; days stay as they are written until a field asks for one."""
    text = """
- {recipient: pjf-liege, source: a test, turns: [{role: police_cell, number: "04 000 00 01", valid_from: 2026-11-01}]}
- recipient: pjf-namur
  source: ""
  turns:
    - {role: police_cell, number: 71000, valid_from: 2026-13-45}
    - role: boss
      number: "081 00 00 01"
      valid_from: 2026-11-01
      days: [7]
      starts: 20:00
"""
    good, wrong = objects_in(text, "duty.yaml")
    assert read_on_call(good).turns[0].valid_from.isoformat() == "2026-11-01"
    with pytest.raises(ReferralFault) as fault:
        read_on_call(wrong)
    assert fault.value.code == "REFER-740"
    assert fault.value.where.startswith("duty.yaml, roster 2 (pjf-namur), source (line 4); turns.0.number (line 6); ")
    assert not LIBRARY.search(fault.value.what)
    for told in (
        "source (line 4): this may not be empty",
        "turns.0.number (line 6): write a text, in quotes",
        "turns.0.valid_from (line 6): write a day that there is, as 2026-12-31",
        "turns.1.role (line 7): write one of police_cell",
        "turns.1.days.0 (line 10): write a number up to 6",
        "turns.1.starts (line 11): write a text, in quotes",
    ):
        assert f"\n          {told}" in fault.value.what


@pytest.mark.parametrize(
    ("roster", "where"),
    [
        ({"recipient": "pjf-liege", "turns": []}, "roster of pjf-liege, "),
        ({"recipient": "Somebody Canari", "turns": []}, "on-call roster, "),
        ({"turns": []}, "on-call roster, "),
    ],
)
def test_a_roster_without_a_file_is_told_by_its_office(roster: dict[str, Any], where: str) -> None:
    """Of which nothing is repeated that is no id."""
    with pytest.raises(ReferralFault) as fault:
        read_on_call(roster)
    assert fault.value.where.startswith(where)
    assert "Canari" not in str(fault.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b'{"a":\n "b"', "from line 2, column 5 on it is no JSON"),
        (b'{"a": "\xff"}', "it is not in UTF-8"),
        (b"[]", "it is JSON, and not one object in braces"),
        (b"[" * 100_000, "it is no JSON"),
        (b'{"a": 1,\n "b": {"a": 1},\n "a": 2}', "on line 3 stands a name that this entry has already"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, why: str) -> None:
    """Of JSON where it ends to be that."""
    with pytest.raises(Unreadable, match=f"^{re.escape(why)}$"):
        object_in(content)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "from line 1, column 5 on it is neither YAML nor JSON"),
        ("\x00", "it is neither YAML nor JSON"),
        ("[" * 100_000, "it is neither YAML nor JSON"),
        ("[]", "it holds neither one roster nor a list of them"),
        ("[1]", "it holds neither one roster nor a list of them"),
        ("words", "it holds neither one roster nor a list of them"),
        ("a: 1\nb: {a: 1}\nc:\n  - d: 1\n    e: 2\n    d: 3\n", "on line 6 stands a name that this entry has already"),
        ("a: &a [*a, *a]\na: 1", "on line 2 stands a name that this entry has already"),
    ],
)
def test_rosters_of_offices_that_cannot_be_read_say_why(text: str, why: str) -> None:
    """Of YAML where it ends to be that."""
    with pytest.raises(Unreadable, match=f"^{re.escape(why)}$"):
        objects_in(text)


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    """One that is missing, and a folder; with a mark of its bytes it is read."""
    with pytest.raises(Unreadable, match="there is no such file"):
        content_of(tmp_path / "none.json")
    with pytest.raises(Unreadable, match="this is a folder"):
        content_of(tmp_path)
    (tmp_path / "marked.json").write_text('{"a":\t1}', encoding="utf-8-sig")
    read = object_in(content_of(tmp_path / "marked.json"))
    assert (read, read.line_of(("a",))) == ({"a": 1}, 1)


def test_what_no_line_is_known_of_is_told_without_one() -> None:
    """A mapping that was never a file."""
    with pytest.raises(ValidationError) as fault:
        Roster.model_validate({})
    assert wrong_in({}, fault.value).place == "service; teams; users"
    assert isinstance(object_in("{}"), Written)
