"""The reports by the command and by the schedule: files for their readers, versions kept, working days only."""

import json
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_control import the_rules
from builders_flows import As, vigie
from builders_policy import GOOD, a_measure
from houses import House, as_user
from openpyxl import load_workbook
from own_process import exit_code_of

from flows.publish_reports import approve_one, publish_reports
from inspection import acts
from inspection.acts.reports.publishing import propose_report, published_reports
from inspection.failpoints import PUBLISHING
from inspection.reporting.reports import ReportKind, report_json
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.trust import verify_trail

BY, SECOND = "supervisor-leuven", "supervisor-namur"


@pytest.fixture(scope="module")
def home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of one's own, with its people."""
    return Path(shutil.copytree(ready_home, tmp_path_factory.mktemp("reports") / "home"))


def test_a_month_is_proposed_approved_published_and_corrected(home: Path) -> None:
    """In its reader's languages and any other; the draft is apart, and the first version stays as it was sent."""
    line = ("report", "month", "--month", "2026-01", As(BY))
    draft = vigie(home, *line, "--lang", "de", "--json").value
    assert (draft["version"], draft["state"]) == (1, "proposed")
    folder = home / "reports/bureau/2026-01"
    names = {"data.json", *(f"bureau-2026-01-{lang}.pdf" for lang in ("fr", "nl", "de"))}
    assert {f.name for f in (folder / f"draft-{draft['sha256'][:12]}").iterdir()} == names
    assert not (folder / "v1").exists()
    assert f"vigie report approve bureau 2026-01 {draft['sha256'][:12]}" in " ".join(vigie(home, *line).out.split())
    assert draft["sha256"][:12] in vigie(home, "report", "waiting", As(SECOND)).out
    approve = ("report", "approve", "bureau", "2026-01", draft["sha256"][:12])
    assert "ACCESS-041" in vigie(home, *approve, As(BY), expected=2).err
    first = vigie(home, *approve, As(SECOND), "--json").value
    assert (first["version"], first["state"]) == (1, "published")
    before = {f: f.read_bytes() for f in (folder / "v1").iterdir()}
    assert {f.name for f in before} == names - {"bureau-2026-01-de.pdf"}
    told = json.loads((folder / "v1/data.json").read_text(encoding="utf-8"))
    assert {table["state"] for table in told["tables"]} <= {"released", "not_released"}
    assert vigie(home, *line, "--json").value["sha256"] == first["sha256"]
    assert vigie(home, *line, "--correct", "--json").value["version"] == 1  # nothing changed
    noted = ("--kind", "recommendation", "--meeting", "cell", "--decided-on", "2026-01-12", "--owner", "spc-dsb")
    vigie(home, "measures", "add", *noted, "--due", "2026-01-20", "--en", "A protocol", As(BY))
    second = vigie(home, *line, "--correct", "--json").value
    assert (second["version"], second["state"]) == (2, "proposed")
    vigie(home, *approve[:4], second["sha256"], As(SECOND))
    told = json.loads((folder / "v2/data.json").read_text(encoding="utf-8"))
    assert told["replaces"] == first["sha256"]
    assert {f: f.read_bytes() for f in (folder / "v1").iterdir()} == before
    assert "bureau" in vigie(home, "report", "published", As(BY)).out
    assert len(vigie(home, "report", "published", As(BY), "--json").value) == 2
    assert vigie(home, "report", "waiting", As(BY), "--json").value == []


@pytest.mark.battery(reason="each kind by its period is tried in every run (test_acts_reports.py)")
def test_the_other_kinds_are_asked_for_by_their_period(home: Path) -> None:
    """A meeting's day, a second year, a year and a reader."""
    asked = {
        "cell": ("report", "cell", "--until", "2026-02-10"),
        "biennial": ("report", "biennial", "--until", "2024"),
        "prevention": ("report", "note", "prevention", "--year", "2025"),
    }
    keys = {kind: vigie(home, *line, As(BY), "--json").value["key"] for kind, line in asked.items()}
    assert keys == {"cell": "2026-02-10", "biennial": "2023-2024", "prevention": "2025"}
    assert "REFER-957" in vigie(home, "report", "note", "minister", As(BY), expected=2).err
    assert "REFER-978" in vigie(home, *asked["cell"], As(BY), "--lang", "it", expected=2).err
    assert "REFER-975" in vigie(home, "report", "month", "--month", "2026-99", As(BY), expected=2).err


def test_a_department_fills_its_workbook_and_it_is_taken_in(home: Path, tmp_path: Path) -> None:
    """What cannot be taken is told by its cell."""
    line = ("report", "chapters", "template", "oe-minteh", "--period", "2025-2026", "--folder", str(tmp_path), As(BY))
    file = Path(vigie(home, *line, "--json").value["file"])
    book = load_workbook(file)
    for place, value in GOOD.items():
        sheet, cell = place.split()
        book[sheet][cell] = value
    book.save(file)
    imported = ("report", "chapters", "import", str(file), As(BY))
    assert vigie(home, *imported, "--json").value["initiatives"] == 2
    book["initiatives"]["C4"] = "dinner"
    book.save(file)
    assert "initiatives C4" in vigie(home, *imported, expected=2).err


def _approve(kind: ReportKind, key: str, sha256: str, by: str) -> None:
    approve_one(as_user(acts.app(), by), kind, key, sha256)


@pytest.mark.parametrize("failpoint", PUBLISHING)
@pytest.mark.few(2)
def test_a_process_that_is_killed_publishes_the_same_report_when_it_runs_again(tmp_path: Path, failpoint: str) -> None:
    """Killed by SIGKILL anywhere: one version, whole files, and the same bytes as without the accident."""
    settings = Settings(home=tmp_path / "home")
    house = an_office(settings)
    draft = propose_report(house.acting(), "bureau", "2026-01")
    house.store.close()
    for armed in (failpoint, ""):
        note = ("bureau", "2026-01", draft.sha256, "direction-1")
        ended = exit_code_of(_approve, *note, failpoint=armed, VIGIE_HOME=str(settings.home))
        assert ended == (-signal.SIGKILL if armed else 0)
    house = House(open_store(settings), the_rules(), settings)
    (made,) = published_reports(house.acting("direction-1"))
    folder = settings.reports / "bureau/2026-01/v1"
    assert (folder / "data.json").read_bytes() == report_json(made.report)
    assert {file.name for file in folder.iterdir()} == {"data.json", "bureau-2026-01-fr.pdf", "bureau-2026-01-nl.pdf"}
    assert verify_trail(house.store).broken is None
    house.store.close()


def test_the_schedule_proposes_and_never_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same draft however often it runs; what was approved meanwhile is written, and nothing is proposed again."""
    settings = Settings(home=tmp_path / "home")
    house = an_office(settings)
    monkeypatch.setattr(acts, "app", lambda: house)
    monkeypatch.setattr("inspection.acts.context.app", lambda: house)
    assert [publish_reports("bureau", "2026-01") for _ in range(2)] == ["proposed", "proposed"]
    (draft,) = acts.reports.report_drafts(house.acting("direction-1"))
    assert published_reports(house.acting("direction-1")) == []
    noted = a_measure(decided_on=date(2026, 1, 12), due_on=date(2026, 1, 20))
    acts.reports.add_measure(house.acting("direction-1"), noted)  # what changes the draft of whoever proposes it anew
    assert publish_reports("bureau", "2026-01") == "proposed"
    assert acts.reports.report_drafts(house.acting("direction-1")) == [draft]
    folders = {folder.name for folder in (settings.reports / "bureau/2026-01").iterdir()}
    assert folders == {f"draft-{draft.sha256[:12]}"}
    acts.reports.approve_report(house.acting("direction-1"), "bureau", "2026-01", draft.sha256)
    assert publish_reports("bureau", "2026-01") == "published"
    assert (settings.reports / "bureau/2026-01/v1/data.json").exists()
    house.store.close()
