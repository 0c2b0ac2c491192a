"""Rosters by hand: what is wrong with a file is told whole and in plain words, and what is taken in is counted."""

import json
from pathlib import Path

import pytest
from builders_acts import a_roster, a_user
from builders_flows import As, vigie

TURN = {"role": "police_cell", "number": "04 000 00 01", "valid_from": "2026-11-01"}
DIRECTION = As("direction-1")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with keys, and with nobody in it."""
    vigie(tmp_path / "home", "init")
    return tmp_path / "home"


def written(home: Path, name: str, what: object) -> str:
    """Write a file beside the home and return its path."""
    file = home.parent / name
    file.write_text(what if isinstance(what, str) else json.dumps(what, indent=1), encoding="utf-8")
    return str(file)


def test_one_team_and_one_person_are_told_as_one(home: Path) -> None:
    """And more as many; so are the lines of an office's roster."""
    small = a_roster(teams=a_roster()["teams"][:1], users=[a_user("direction-1", "direction", None)], pattern=[])
    told = vigie(home, "teams", "import", written(home, "small.json", small)).out
    assert told == "1 team and 1 person of ONSS.\n"
    told = vigie(home, "teams", "import", written(home, "teams.json", a_roster())).out
    assert told == f"2 teams and {len(a_roster()['users'])} people of ONSS.\n"
    duty = [{"recipient": "pjf-liege", "source": "a test", "turns": turns} for turns in ([TURN], [TURN, TURN])]
    told = vigie(home, "on-call", "import", written(home, "duty.json", duty), DIRECTION).out
    assert told == "pjf-liege: 1 line.\npjf-liege: 2 lines.\n"


def test_all_that_is_wrong_with_a_roster_is_told_in_one_run(home: Path) -> None:
    """Each place on a line of its own, with its line in the file."""
    broken = a_roster(users=[a_user("insp-liege-1", "inspecter"), {"id": "insp-liege-2", "age": 40}])
    file = written(home, "teams.json", broken)
    err = vigie(home, "teams", "import", file, expected=2).err
    for place in ("users.0.role", "users.1.role", "users.1.language", "users.1.age"):
        assert f"\n          {place} (line " in err
    assert "roster, users.0.role (line " in err
    assert "Input should" not in err


def test_a_roster_that_is_no_file_says_why(home: Path) -> None:
    """One that is missing, a folder, and a file that is something else; of both kinds of roster, and of one entry."""
    (home.parent / "folder").mkdir()
    vigie(home, "teams", "import", written(home, "teams.json", a_roster()))
    for command, code in (
        (("teams", "import"), "SETTING-041"),
        (("on-call", "import", DIRECTION), "REFER-744"),
        (("staff", "person", "--from", "2026-12-01", DIRECTION), "SETTING-041"),
    ):
        for file, why in (
            (str(home.parent / "none.json"), "there is no such file"),
            (str(home.parent / "folder"), "this is a folder"),
            (written(home, "empty.json", ""), "it is empty"),
            (written(home, "cut.json", '{"service":\n'), "from line "),
        ):
            err = vigie(home, *command, file, expected=2).err
            assert f"[{code}]" in err
            assert f"cannot be read: {why}" in err


def test_what_is_no_roster_at_all_has_no_place_that_says_nothing(home: Path) -> None:
    """A list in the place of an object: before, the error ended in "roster, "."""
    err = vigie(home, "teams", "import", written(home, "list.json", [a_roster()]), expected=2).err
    assert "cannot be read: it is JSON, and not one object in braces" in err
    assert "where:  list.json\n" in err


def test_a_change_of_one_person_is_told_by_place_and_line_too(home: Path) -> None:
    """With what the command adds to the file."""
    vigie(home, "teams", "import", written(home, "teams.json", a_roster()))
    file = written(home, "one.json", a_user("insp-liege-8", "inspecter"))
    line = next(n for n, text in enumerate(Path(file).read_text().splitlines(), 1) if '"role"' in text)
    err = vigie(home, "staff", "person", file, "--from", "2199-01-01", "--leaves", DIRECTION, expected=2).err
    assert f"roster, role (line {line})" in err


def test_of_a_list_of_rosters_it_says_which_one_is_wrong_and_takes_in_none(home: Path) -> None:
    """Before, those that stood above it were taken in, and the error spoke of none by name."""
    vigie(home, "teams", "import", written(home, "teams.json", a_roster()))
    good = {"recipient": "pjf-liege", "source": "a test", "turns": [TURN]}
    for changed, code in (({"turns": [TURN | {"number": "someone"}]}, "740"), ({"recipient": "pjf-nowhere"}, "741")):
        file = written(home, "duty.json", [good, good | {"recipient": "pjf-namur"} | changed])
        err = vigie(home, "on-call", "import", file, DIRECTION, expected=2).err
        office = changed.get("recipient", "pjf-namur")
        assert f"[REFER-{code}]" in err
        assert f"where:  duty.json, roster 2 ({office}), " in err
        assert vigie(home, "on-call", "list", "--json", DIRECTION).value == []


def test_a_control_that_is_no_file_is_not_called_a_roster(home: Path) -> None:
    """An invented one, for a decoy; before, the error spoke of the roster and its page."""
    vigie(home, "teams", "import", written(home, "teams.json", a_roster()))
    line = ("decoy", "control", str(home.parent / "none.json"), "--of", "insp-liege-1", "--place", "62063")
    err = vigie(home, *line, DIRECTION, expected=2).err
    assert "[CONTROL-311]" in err
    assert "roster" not in err
