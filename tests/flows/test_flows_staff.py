"""The commands `vigie staff`, `absence` and `addressee`: what the pages of administration do, in a terminal."""

import json
from pathlib import Path

import pytest
from builders_acts import a_roster, an_office
from builders_flows import As, vigie

from inspection.settings import settings
from inspection.time_of import day_in_brussels, now

DIRECTION, SUPERVISOR, INSPECTOR = "direction-1", "supervisor-liege", "insp-liege-1"
LATER = "2199-01-04"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with its people."""
    made: Path = tmp_path_factory.mktemp("staff") / "home"
    an_office(settings({"VIGIE_HOME": str(made)})).store.close()
    return made


def entry(folder: Path, **said: object) -> str:
    """Write an entry as a file."""
    (folder / "entry.json").write_text(json.dumps(said), encoding="utf-8")
    return str(folder / "entry.json")


def test_somebody_moves_from_a_day_on_and_it_is_called_off(home: Path, tmp_path: Path) -> None:
    """Listed until then, without a name; a decision of whoever asked for it is refused."""
    person = {"id": INSPECTOR, "role": "inspector", "district": "namur", "team": "namur-1", "language": "fr"}
    file = entry(tmp_path, **person, name="Geheim01")
    made = vigie(home, "staff", "person", file, "--from", LATER, "--json", As(DIRECTION)).value
    assert (made["state"], made["subject"]) == ("to_come", INSPECTOR)
    told = vigie(home, "staff", "changes", As(DIRECTION)).out
    assert INSPECTOR in told
    assert "Geheim01" not in told
    vigie(home, "staff", "decide", made["id"], As(SUPERVISOR), expected=2)
    assert "Called off" in vigie(home, "staff", "call-off", made["id"], As(DIRECTION)).out


def test_a_team_moves_today_and_keeps_its_week(home: Path, tmp_path: Path) -> None:
    """The file names no hours: they stay; hours that are none are refused at their place."""
    (team,) = [one for one in a_roster()["teams"] if one["id"] == "namur-1"]
    said = {key: team[key] for key in ("id", "name", "district", "office", "languages", "skills")}
    before = teams(home)["namur-1"]["shifts"]
    file = entry(tmp_path, **said, size=3)
    vigie(home, "staff", "team", file, "--from", LATER, As(DIRECTION))
    for wrong in ({"0": ["eight", "five"]}, {"0": ["99:00", "99:30"]}, {"0": [6000, 6030]}, {"7": ["08:00", "16:30"]}):
        bad = entry(tmp_path, **said, size=3, shifts=wrong)
        assert "shifts" in vigie(home, "staff", "team", bad, "--from", LATER, As(DIRECTION), expected=2).err
    assert teams(home)["namur-1"]["shifts"] == before
    own = entry(tmp_path, **said, size=3, shifts={"0": ["20:00", "04:00"]})
    today = f"{day_in_brussels(now())}"
    assert vigie(home, "staff", "team", own, "--from", today, "--json", As(DIRECTION)).value["state"] == "done"
    assert teams(home)["namur-1"]["shifts"] == {"0": [1200.0, 1680.0]}


def teams(home: Path) -> dict[str, dict[str, object]]:
    """The teams as the list for machines has them."""
    return {one["id"]: one for one in vigie(home, "staff", "list", "--json", As(DIRECTION)).value["teams"]}


def test_an_absence_is_noted_listed_and_taken_back(home: Path) -> None:
    days = ("--from", "2199-02-01", "--until", "2199-02-03")
    made = vigie(home, "absence", "note", INSPECTOR, *days, "--kind", "court", "--json", As(DIRECTION)).value
    assert INSPECTOR in vigie(home, "absence", "list", *days, As(DIRECTION)).out
    vigie(home, "absence", "end", made["id"], As(DIRECTION))
    assert vigie(home, "absence", "list", *days, "--json", As(DIRECTION)).value == []
    vigie(home, "absence", "note", INSPECTOR, *days, As(INSPECTOR), expected=2)


def test_an_addressee_is_proposed_with_what_would_change_and_decided_by_another(home: Path) -> None:
    """What is not named stays; a hash of something else is refused."""
    said = ("aud-liege", "--telephone", "+32 4 000 00 00", "--source", "their letter")
    made = vigie(home, "addressee", "propose", *said, "--json", As(SUPERVISOR)).value
    assert [one["name"] for one in made["fields"]] == ["telephone"]
    assert "+32 4 000 00 00" in vigie(home, "addressee", "proposals", As(DIRECTION)).out
    told = vigie(home, "addressee", "decide", made["id"], "0" * 64, As(DIRECTION), expected=2)
    assert "SETTING-085" in told.err
    vigie(home, "addressee", "decide", made["id"], made["shown"], As(SUPERVISOR), expected=2)
    assert "Approved" in vigie(home, "addressee", "decide", made["id"], made["shown"], As(DIRECTION)).out


def test_a_car_is_noted_sent_to_the_garage_and_given_back(home: Path) -> None:
    """What the page of cars does; somebody who answers for no district keeps none."""
    made = vigie(
        home, "car", "keep", "Berlingo", "--district", "liege", "--team", "liege-1", "--json", As(DIRECTION)
    ).value
    days = ("--from", "2199-01-04", "--until", "2199-01-05")
    vigie(home, "car", "away", made["id"], *days, As(DIRECTION))
    (car,) = vigie(home, "car", "list", "--json", As(DIRECTION)).value
    assert (car["name"], [one["first_day"] for one in car["away"]]) == ("Berlingo", ["2199-01-04"])
    assert "Berlingo" in vigie(home, "car", "list", As(DIRECTION)).out
    vigie(home, "car", "back", car["away"][0]["id"], As(DIRECTION))
    vigie(home, "car", "give-back", made["id"], "--until", "2199-01-06", As(DIRECTION))
    (car,) = vigie(home, "car", "list", "--json", As(DIRECTION)).value
    assert (car["last_day"], car["away"]) == ("2199-01-06", [])
    vigie(home, "car", "list", As(INSPECTOR), expected=2)
