"""What the office does beside its screens, and what must be true before a week is planned."""

import shutil
from pathlib import Path

import pytest
from builders_flows import As, next_week, vigie, written
from houses import house_of

from flows.reconcile import reconcile
from inspection import acts
from inspection.settings import Settings
from inspection.store.queries import deliveries, plans
from inspection.time_of import IsoWeek
from inspection.weeks import draw_seed
from inspection.weeks.output import write_missing_sheets


@pytest.fixture
def home(ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of its own, ready to plan in."""
    return copied(ready_home, tmp_path, monkeypatch)


@pytest.fixture
def approved(approved_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of its own in which the week is approved and written."""
    return copied(approved_home, tmp_path, monkeypatch)


@pytest.fixture
def past(past_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of its own in which past controls were made, decided and referred."""
    return copied(past_home, tmp_path, monkeypatch)


def copied(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy a home, and let the office look there."""
    copy = tmp_path / "home"
    shutil.copytree(made, copy)
    monkeypatch.setenv("VIGIE_HOME", str(copy))
    return copy


def test_sheets_of_a_week_approved_on_a_screen_are_written_by_the_office(home: Path) -> None:
    """The act of approval writes no file; the office finds the week, writes once, and then has nothing to do."""
    vigie(home, "week", "--district", "eupen")
    here = house_of(acts.app(Settings(home=home)))
    plan = next(p for p in plans(here.store, next_week()) if p.state == "proposed")
    acts.weeks.approve_week(here.acting("supervisor-eupen"), IsoWeek.parse(plan.week), plan.sha256)
    teams = home / "out" / plan.week / "teams"
    assert not teams.exists()
    assert write_missing_sheets(acts.app()) == 1
    assert list(teams.rglob("*-carry-sheet.pdf"))
    assert write_missing_sheets(acts.app()) == 0


def test_what_is_gone_at_an_addressee_is_told_by_the_mornings_flow(past: Path) -> None:
    """Each bundle without an answer that somebody emptied counts in the flow's result, which holds nothing else."""
    vigie(past, "refer", "send")
    assert reconcile() == 0
    waits = next(d for d in deliveries(acts.app(Settings(home=past)).store) if d.state == "delivered")
    (gone,) = (past / "outbox" / waits.recipient).glob(f"{waits.reference}*")
    shutil.rmtree(gone)
    assert reconcile() == 1


def test_what_a_replanned_week_changed_is_written_by_the_office(approved: Path) -> None:
    """Approved on a screen: the sheet of the absent team's day goes, others are not touched, and it is done once."""
    sheet = next(iter(sorted((approved / "out" / next_week() / "teams").glob("leuven-*/*-carry-sheet.pdf"))))
    other = next(iter(sorted((approved / "out" / next_week() / "teams").glob("limburg-*/*-carry-sheet.pdf"))))
    stamp = other.stat().st_mtime_ns
    absent = f"{sheet.parent.name}:{sheet.name[:10]}"
    vigie(approved, "replan", "--week", next_week(), "--absent", absent, As("head-leuven"))
    here = house_of(acts.app(Settings(home=approved)))
    version = next(p for p in plans(here.store, next_week()) if p.state == "proposed")
    acts.weeks.approve_week(here.acting("supervisor-leuven"), IsoWeek.parse(version.week), version.sha256)
    assert sheet.exists()
    assert write_missing_sheets(acts.app()) == 1
    assert not sheet.exists()
    assert other.stat().st_mtime_ns == stamp
    assert write_missing_sheets(acts.app()) == 0


def carried(home: Path) -> set[str]:
    """Return what the teams' folder of the week holds."""
    teams = home / "out" / next_week() / "teams"
    return {str(file.relative_to(teams)) for file in teams.rglob("*")}


def test_districts_planned_apart_keep_each_others_sheets(home: Path) -> None:
    """Approved one after the other, by command or on a screen: each is written, and neither loses a file."""
    for district in ("eupen", "namur"):
        vigie(home, "week", "--district", district)
    here = house_of(acts.app(Settings(home=home)))
    eupen, namur = sorted(plans(here.store, next_week()), key=lambda p: p.districts)
    vigie(home, "approve", "--week", next_week(), "--sha256", eupen.sha256, As("supervisor-eupen"))
    first = carried(home)
    acts.weeks.approve_week(here.acting("supervisor-eupen"), IsoWeek.parse(namur.week), namur.sha256)
    assert write_missing_sheets(acts.app()) == 1
    both = carried(home)
    assert first < both
    assert {name.split("-")[0] for name in both - first} == {"namur"}
    vigie(home, "approve", "--week", next_week(), "--sha256", eupen.sha256, As("supervisor-eupen"))
    assert carried(home) == both


@pytest.mark.battery(reason="files of rounds that are no longer go in every run, as a week is replanned")
def test_the_folder_of_a_week_holds_the_files_of_its_rounds_and_no_others(home: Path) -> None:
    """Sheet, calendar and folder of rounds that are no longer go when the week is written; what is not ours stays."""
    vigie(home, "week", "--district", "eupen")
    line = ("approve", "--latest", "--week", next_week(), As("supervisor-eupen"))
    vigie(home, *line)
    written = carried(home)
    teams = home / "out" / next_week() / "teams"
    own = next(iter(teams.iterdir()))
    (own / "2020-01-06-carry-sheet.pdf").write_bytes(b"of a day without a round")
    (own / "note.txt").write_text("not ours")
    (teams / "eupen-9").mkdir()
    (teams / "eupen-9" / f"{next_week()}.ics").write_bytes(b"of a team without a round")
    vigie(home, *line)
    assert carried(home) == written | {f"{own.name}/note.txt"}


@pytest.mark.battery(reason="sheets of an approved and of a replanned week are written, and others go, in every run")
def test_a_round_that_a_version_drops_loses_its_sheet_even_where_the_whole_week_is_written(approved: Path) -> None:
    """A sheet went missing, so that all are written again: those of rounds that fell away are not left behind."""
    teams = approved / "out" / next_week() / "teams"
    gone, lost = sorted(teams.glob("leuven-*/*-carry-sheet.pdf"))[0], sorted(teams.glob("namur-*/*-carry-sheet.pdf"))[0]
    lost.unlink()
    absent = f"{gone.parent.name}:{gone.name[:10]}"
    vigie(approved, "replan", "--week", next_week(), "--absent", absent, As("head-leuven"))
    vigie(approved, "approve", "--latest", "--week", next_week(), As("supervisor-leuven"))
    assert lost.exists()
    assert not gone.exists()


@pytest.mark.battery(reason="districts planned apart keep each other's sheets in every run")
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
    vigie(tmp_path, "init")
    (tmp_path / "teams.json").write_bytes(written(ready_home, "roster/teams.json"))
    vigie(tmp_path, "teams", "import", str(tmp_path / "teams.json"))
    assert "PLAN-301" in vigie(tmp_path, "week", expected=2).err


def test_the_draw_follows_from_the_week_and_a_key_of_the_house(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same house draws a week the same way again; another house, or anybody without the key, cannot compute it."""
    week = IsoWeek.parse(next_week())
    first = draw_seed(acts.app(), week)
    assert draw_seed(acts.app(), week) == first
    assert draw_seed(acts.app(), IsoWeek.after(week.monday)) != first
    monkeypatch.setenv("VIGIE_HOME", str(home.parent / "other"))
    acts.found_house()
    assert draw_seed(acts.app(), week) != first
