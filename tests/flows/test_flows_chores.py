"""What the office does beside its screens, and what must be true before a week is planned."""

import shutil
from pathlib import Path

import pytest
from builders_flows import next_week, vigie

from flows.chores import write_missing_sheets
from flows.week_start import draw_seed
from inspection import acts
from inspection.settings import Settings
from inspection.store import plans
from inspection.time_of import IsoWeek


@pytest.fixture
def home(ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of its own, ready to plan in."""
    copy = tmp_path / "home"
    shutil.copytree(ready_home, copy)
    monkeypatch.setenv("VIGIE_HOME", str(copy))
    return copy


def test_sheets_of_a_week_approved_on_a_screen_are_written_by_the_office(home: Path) -> None:
    """The act of approval writes no file; the office finds the week, writes once, and then has nothing to do."""
    vigie(home, "week", "--district", "eupen")
    here = acts.office(Settings(home=home))
    plan = next(p for p in plans(here.store, next_week()) if p.state == "proposed")
    acts.approve_week(IsoWeek.parse(plan.week), plan.sha256, "supervisor-eupen", office=here)
    teams = home / "out" / plan.week / "teams"
    assert not teams.exists()
    assert write_missing_sheets() == 1
    assert list(teams.rglob("*-carry-sheet.pdf"))
    assert write_missing_sheets() == 0


def test_what_a_replanned_week_changed_is_written_by_the_office(home: Path) -> None:
    """Approved on a screen: the sheet of the absent team's day goes, others are not touched, and it is done once."""
    vigie(home, "week")
    vigie(home, "approve", "--latest", "--week", next_week(), "--by", "supervisor-leuven")
    sheet = next(iter(sorted((home / "out" / next_week() / "teams").glob("leuven-*/*-carry-sheet.pdf"))))
    other = next(iter(sorted((home / "out" / next_week() / "teams").glob("limburg-*/*-carry-sheet.pdf"))))
    stamp = other.stat().st_mtime_ns
    absent = f"{sheet.parent.name}:{sheet.name[:10]}"
    vigie(home, "replan", "--week", next_week(), "--absent", absent, "--by", "head-leuven")
    here = acts.office(Settings(home=home))
    version = next(p for p in plans(here.store, next_week()) if p.state == "proposed")
    acts.approve_week(IsoWeek.parse(version.week), version.sha256, "supervisor-leuven", office=here)
    assert sheet.exists()
    assert write_missing_sheets() == 1
    assert not sheet.exists()
    assert other.stat().st_mtime_ns == stamp
    assert write_missing_sheets() == 0


def test_one_district_never_takes_the_place_of_all(home: Path) -> None:
    """A plan of one district is refused where a plan of several exists: it would replace the others unseen."""
    vigie(home, "week")
    refused = vigie(home, "week", "--district", "eupen", expected=2)
    assert "PLAN-304" in refused.err


def test_a_district_without_a_team_is_refused(home: Path) -> None:
    """A mistyped district ends in a message that names those that exist, not in an empty plan."""
    refused = vigie(home, "week", "--district", "nowhere", expected=2)
    assert "PLAN-303" in refused.err
    assert "eupen" in refused.err


def test_nothing_is_planned_without_registers(tmp_path: Path, ready_home: Path) -> None:
    """An empty lake ends in a message, not in a week of no visits that somebody might approve."""
    vigie(tmp_path, "teams", "import", str(ready_home / "registers/roster/teams.json"))
    assert "PLAN-301" in vigie(tmp_path, "week", expected=2).err


def test_the_draw_follows_from_the_week_and_a_key_of_the_house(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same house draws a week the same way again; another house, or anybody without the key, cannot compute it."""
    week = IsoWeek.parse(next_week())
    first = draw_seed(week)
    assert draw_seed(week) == first
    assert draw_seed(IsoWeek.after(week.monday)) != first
    monkeypatch.setenv("VIGIE_HOME", str(home.parent / "other"))
    assert draw_seed(week) != first
