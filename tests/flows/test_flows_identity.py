"""Signing in at the command: what it leaves, as whom commands act then, and where nobody proves anything."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders_acts import a_roster, an_office
from builders_flows import Said, environment
from builders_flows import command as vigie
from houses import house_of

from flows.acting import person
from flows.plan_week import plan_week
from inspection import acts
from inspection.acts.identity import principal_of
from inspection.errors import AccessRefused, PlanningFault
from inspection.settings import Settings

PASSWORD = "four horses under rain"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home with people that no demo made."""
    an_office(Settings(home=tmp_path / "home")).store.close()
    return tmp_path / "home"


def credential(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "state" / "vigie").iterdir()
    return found


def test_where_there_is_no_house_nobody_is_asked_for_a_password(tmp_path: Path) -> None:
    """A wrong VIGIE_HOME is told before anything secret is typed."""
    said = vigie(tmp_path / "elsewhere", "login", "anna", expected=2, typed="")
    assert "STORE-013" in said.err
    assert "Password" not in said.out + said.err


def refused(said: Said) -> str:
    assert said.status == 2, said.out + said.err
    (code,) = re.findall(r"^\[([A-Z]+-\d{3})\]", said.err, re.MULTILINE)
    return str(code)


def redeem(home: Path, tmp_path: Path, code: str, password: str = PASSWORD) -> None:
    (tmp_path / "code").write_text(code)
    (tmp_path / "password").write_text(password)
    vigie(home, "enrol", "redeem", "--code", f"@{tmp_path / 'code'}", "--password", f"@{tmp_path / 'password'}")


def login(home: Path, user: str, password: str = PASSWORD, expected: int = 0) -> Said:
    return vigie(home, "login", user, "--password", "-", "--json", typed=password, expected=expected)


def enrol_and_login(home: Path, tmp_path: Path, user: str) -> None:
    """Give somebody an account, by the direction's code, and sign them in."""
    redeem(home, tmp_path, vigie(home, "enrol", "first", "direction-1", "--json").value["code"])
    login(home, "direction-1")
    if user != "direction-1":
        redeem(home, tmp_path, vigie(home, "enrol", "issue", user, "--json").value["code"])
        login(home, user)


def test_the_direction_takes_every_proof_of_somebody_away(home: Path, tmp_path: Path) -> None:
    """Of a device that is lost: they sign in no more until they are given a new code."""
    enrol_and_login(home, tmp_path, "insp-liege-1")
    login(home, "direction-1")
    assert vigie(home, "enrol", "withdraw", "insp-liege-1", "--json").value == {"user": "insp-liege-1", "ended": 0}
    assert refused(login(home, "insp-liege-1", expected=2)) == "ACCESS-070"
    redeem(home, tmp_path, vigie(home, "enrol", "issue", "insp-liege-1", "--json").value["code"])
    assert login(home, "insp-liege-1").value["user"] == "insp-liege-1"


def test_a_house_that_no_demo_made_asks_for_a_proof(home: Path, tmp_path: Path) -> None:
    """From the first account to a command that knows who gives it, and out again."""
    assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"
    redeem(home, tmp_path, vigie(home, "enrol", "first", "direction-1", "--json").value["code"])
    assert refused(vigie(home, "enrol", "first", "supervisor-liege", expected=2)) == "ACCESS-079"
    assert refused(login(home, "direction-1", "wrong password", expected=2)) == "ACCESS-070"
    assert login(home, "direction-1").value["user"] == "direction-1"
    file = credential(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in file.read_text()
    vigie(home, "device", "list")
    redeem(home, tmp_path, vigie(home, "enrol", "issue", "insp-liege-1", "--json").value["code"])
    (mine,) = vigie(home, "sessions", "list", "--json").value
    assert (mine["kind"], mine["state"], mine["is_this"]) == ("command", "open", True)
    vigie(home, "logout")
    assert not file.exists()
    assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"
    login(home, "insp-liege-1")
    assert refused(vigie(home, "enrol", "issue", "insp-liege-2", expected=2)) == "ACCESS-020"


def test_a_credential_that_was_copied_or_ended_opens_nothing(home: Path, tmp_path: Path) -> None:
    """Readable by others, of a session that ended elsewhere, replaced by a later sign-in, or of no sense at all."""
    redeem(home, tmp_path, vigie(home, "enrol", "first", "direction-1", "--json").value["code"])
    login(home, "direction-1")
    file = credential(tmp_path)
    first = file.read_text()
    file.chmod(0o644)
    assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"
    file.chmod(0o600)
    login(home, "direction-1")
    second = file.read_text()
    for body in (first, "", "{}", "[]", json.dumps({"token": 1})):
        file.write_text(body)
        assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"
    file.write_text(second)
    vigie(home, "sessions", "end-all")
    assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"


def test_a_browser_cannot_use_what_the_command_was_given(home: Path, tmp_path: Path) -> None:
    """A token is good where it was made."""
    redeem(home, tmp_path, vigie(home, "enrol", "first", "direction-1", "--json").value["code"])
    login(home, "direction-1")
    token = json.loads(credential(tmp_path).read_text())["token"]
    here = house_of(acts.app(Settings(home=home))).acting()
    assert principal_of(here, token, "command").user == "direction-1"
    with pytest.raises(AccessRefused, match="Nobody"):
        principal_of(here, token, "browser")


def test_a_password_never_stands_on_the_command_line(home: Path) -> None:
    """Everybody on the machine sees it there; it is not repeated either."""
    said = vigie(home, "login", "direction-1", "--password", PASSWORD, expected=2)
    assert "SETTING-050" in said.err
    assert PASSWORD not in said.out + said.err


def test_a_home_of_the_demo_signs_anybody_in(home: Path, tmp_path: Path) -> None:
    """One command changes who acts, and says that this is a demo; with the mark, and nowhere else."""
    assert refused(vigie(home, "login", "direction-1", "--password", "-", typed=PASSWORD, expected=2)) == "ACCESS-070"
    (home / "demo.json").touch()
    assert "a home of the demo" in vigie(home, "login", "insp-liege-1").out
    assert credential(tmp_path).stat().st_mode & 0o777 == 0o600
    assert refused(vigie(home, "enrol", "issue", "insp-liege-2", expected=2)) == "ACCESS-020"
    assert vigie(home, "login", "direction-1", "--json").value["is_demo"] is True
    assert vigie(home, "enrol", "issue", "insp-liege-1", "--json").value["user"] == "insp-liege-1"
    assert refused(vigie(home, "login", "nobody", expected=2)) == "ACCESS-070"
    vigie(home, "device", "list")
    (home / "demo.json").unlink()
    assert refused(vigie(home, "device", "list", expected=2)) == "ACCESS-072"


def test_two_homes_do_not_disturb_each_other(home: Path, tmp_path: Path) -> None:
    """Whoever signed in at one is somebody else, or nobody, at another."""
    other = tmp_path / "other"
    an_office(Settings(home=other)).store.close()
    for one in (home, other):
        (one / "demo.json").touch()
    vigie(home, "login", "direction-1")
    assert refused(vigie(other, "sessions", "list", expected=2)) == "ACCESS-072"
    vigie(other, "login", "insp-liege-1")
    assert len(vigie(home, "sessions", "list", "--json").value) == 1
    assert refused(vigie(other, "enrol", "issue", "insp-liege-2", expected=2)) == "ACCESS-020"
    vigie(other, "logout")
    vigie(home, "device", "list")


def test_several_commands_in_one_process_keep_who_signed_in(home: Path, tmp_path: Path) -> None:
    """A sign-in is a step among the steps of `vigie run`, and those after it are done by that person."""
    (home / "demo.json").touch()
    steps = tmp_path / "steps"
    steps.write_text("logout\nlogin insp-liege-1\nsessions list\nlogin direction-1\nenrol issue insp-liege-1\n")
    assert "for insp-liege-1" in vigie(home, "run", str(steps)).out
    steps.write_text("logout\nsessions list\n")
    assert refused(vigie(home, "run", str(steps), expected=2)) == "ACCESS-072"


def test_whoever_signed_in_is_no_schedule(home: Path, tmp_path: Path) -> None:
    """Nobody asks in the schedule's name and releases in their own: a schedule acts where nobody signed in."""
    roster = tmp_path / "roster.json"
    roster.write_text(json.dumps(a_roster()))
    lines = (("keep", "propose"), ("teams", "import", str(roster)), ("ingest", "kbo", str(roster)))
    assert "Nothing is due" in vigie(home, *lines[0]).out
    enrol_and_login(home, tmp_path, "dpo-1")
    for line in lines[1:]:  # a data officer may propose by name
        assert "[ACCESS-020]" in vigie(home, *line, expected=2).err
    vigie(home, "sessions", "end-all")
    assert refused(vigie(home, *lines[0], expected=2)) == "ACCESS-072"
    vigie(home, "logout")
    assert "Nothing is due" in vigie(home, *lines[0]).out
    named = ("keep", "propose", "--class", "judicial_order", "--subject", "x")
    assert refused(vigie(home, *named, expected=2)) == "STORE-086"


def test_who_chooses_the_seed_of_a_week_has_a_name(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever draws the random arm cannot approve it, so that a schedule draws none by hand."""
    asked: list[str | None] = []

    def planned(on: object) -> None:
        asked.append(by.user if (by := person()) else None)
        raise PlanningFault("PLAN-301")

    monkeypatch.setattr("flows.plan_week.assess_workplaces", planned)
    assert refused(vigie(home, "week", "--seed", "7", expected=2)) == "ACCESS-072"
    with pytest.raises(AccessRefused, match="Nobody"):
        plan_week(seed=7)
    assert refused(vigie(home, "week", expected=2)) == "PLAN-301"
    enrol_and_login(home, tmp_path, "supervisor-liege")
    for more in ([], ["--seed", "7"]):
        assert refused(vigie(home, "week", *more, expected=2)) == "PLAN-301"
    assert asked == [None, "supervisor-liege", "supervisor-liege"]


def test_zones_are_drawn_on_the_maps_of_whoever_signed_in(home: Path, tmp_path: Path) -> None:
    """As every other command; where nobody did, it is refused before the file is looked at."""
    assert refused(vigie(home, "territory", "--layer", str(tmp_path / "one.geojson"), expected=2)) == "ACCESS-072"
    enrol_and_login(home, tmp_path, "supervisor-liege")
    area = {"type": "Polygon", "coordinates": [[[5.5, 50.6], [5.6, 50.6], [5.6, 50.7], [5.5, 50.6]]]}
    told = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": area}]}
    (tmp_path / "one.geojson").write_text(json.dumps(told))
    assert vigie(home, "territory", "--layer", str(tmp_path / "one.geojson"), "--json").value["zones"] == 1
    assert len(vigie(home, "territory", "list", "--json").value) == 1


def test_whoever_was_signed_in_at_a_house_that_is_gone_signs_out(home: Path, tmp_path: Path) -> None:
    """What is left of a login at a place where another house is made must not stop its first command."""
    enrol_and_login(home, tmp_path, "direction-1")
    shutil.rmtree(home / "store")
    line = [sys.executable, "-m", "vigie", "logout"]
    first = subprocess.run(
        line, env=environment(home, XDG_STATE_HOME=os.environ["XDG_STATE_HOME"]), capture_output=True, text=True
    )
    assert (first.returncode, first.stdout.strip()) == (0, "Signed out.")
    assert vigie(home, "logout").out.strip() == "Nobody was signed in."
