"""The reports by the command and by the schedule: files for their readers, versions kept, working days only."""

import json
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest
from builders_acts import an_office
from builders_control import the_rules
from builders_flows import vigie
from builders_policy import GOOD
from openpyxl import load_workbook
from own_process import exit_code_of

from flows.publish_reports import due_key, publish_one
from inspection.acts import Office, published_reports
from inspection.failpoints import PUBLISHING
from inspection.reporting import report_json
from inspection.settings import Settings
from inspection.store import open_store
from inspection.trust import verify_trail

BY, SECOND = "supervisor-leuven", "supervisor-namur"


@pytest.fixture(scope="module")
def home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of one's own, with its people."""
    return Path(shutil.copytree(ready_home, tmp_path_factory.mktemp("reports") / "home"))


def test_a_month_is_proposed_approved_published_and_corrected(home: Path) -> None:
    """In its reader's languages and any other; the files of the first version stay as they were sent."""
    line = ("report", "month", "--month", "2026-01", "--by", BY)
    assert vigie(home, *line, "--propose", "--json").value == {"kind": "bureau", "key": "2026-01", "refused": 0}
    first = vigie(home, *line, "--lang", "de", "--json").value
    assert (first["version"], first["awaiting"]) == (1, 9)
    folder = home / "reports/bureau/2026-01/v1"
    assert {f.name for f in folder.iterdir()} == {
        "data.json",
        *(f"bureau-2026-01-{lang}.pdf" for lang in ("fr", "nl", "de")),
    }
    before = {f: f.read_bytes() for f in folder.iterdir()}
    assert "await approval" in vigie(home, *line).out
    for one in vigie(home, "release", "list", "--by", BY, "--json").value:
        vigie(home, "release", "approve", one["reference"], one["sha256"], "--by", SECOND)
    second = vigie(home, *line, "--correct", "--json").value
    assert (second["version"], second["awaiting"]) == (2, 0)
    told = json.loads((home / "reports/bureau/2026-01/v2/data.json").read_text(encoding="utf-8"))
    assert told["replaces"] == first["sha256"]
    assert {f: f.read_bytes() for f in folder.iterdir()} == before
    assert "bureau" in vigie(home, "report", "published", "--by", BY).out
    assert len(vigie(home, "report", "published", "--by", BY, "--json").value) == 2


def test_the_other_kinds_are_asked_for_by_their_period(home: Path) -> None:
    """A meeting's day, a second year, a year and a reader."""
    asked = {
        "cell": ("report", "cell", "--until", "2026-02-10"),
        "biennial": ("report", "biennial", "--until", "2024"),
        "prevention": ("report", "note", "prevention", "--year", "2025"),
    }
    keys = {kind: vigie(home, *line, "--by", BY, "--json").value["key"] for kind, line in asked.items()}
    assert keys == {"cell": "2026-02-10", "biennial": "2023-2024", "prevention": "2025"}
    assert "REFER-957" in vigie(home, "report", "note", "minister", "--by", BY, expected=2).err
    assert "REFER-957" in vigie(home, *asked["cell"], "--by", BY, "--lang", "it", expected=2).err
    assert "REFER-952" in vigie(home, "report", "month", "--month", "2026-99", "--by", BY, expected=2).err


def test_a_department_fills_its_workbook_and_it_is_taken_in(home: Path, tmp_path: Path) -> None:
    """What cannot be taken is told by its cell."""
    line = ("report", "chapters", "template", "oe-minteh", "--period", "2025-2026", "--folder", str(tmp_path))
    file = Path(vigie(home, *line, "--json").value["file"])
    book = load_workbook(file)
    for place, value in GOOD.items():
        sheet, cell = place.split()
        book[sheet][cell] = value
    book.save(file)
    imported = ("report", "chapters", "import", str(file), "--by", BY)
    assert vigie(home, *imported, "--json").value["initiatives"] == 2
    book["initiatives"]["C4"] = "dinner"
    book.save(file)
    assert "initiatives C4" in vigie(home, *imported, expected=2).err


@pytest.mark.parametrize(
    ("kind", "on", "key"),
    [
        ("bureau", date(2027, 1, 1), None),  # New Year's Day
        ("bureau", date(2027, 1, 2), None),  # a Saturday
        ("bureau", date(2027, 1, 4), "2026-12"),
        ("biennial", date(2027, 1, 4), "2025-2026"),
        ("biennial", date(2028, 1, 3), None),
        ("college", date(2027, 1, 4), "2026"),
        ("cell", date(2027, 1, 4), None),
    ],
)
def test_the_schedule_knows_what_is_due(kind, on: date, key: str | None) -> None:
    """On a working day only; a meeting's file is asked for with its day."""
    assert due_key(kind, on) == key


@pytest.mark.parametrize("failpoint", PUBLISHING)
def test_a_process_that_is_killed_publishes_the_same_report_when_it_runs_again(tmp_path: Path, failpoint: str) -> None:
    """Killed by SIGKILL anywhere: one version, whole files, and the same bytes as without the accident."""
    settings = Settings(home=tmp_path / "home")
    an_office(settings).store.close()
    for armed in (failpoint, ""):
        note = ("bureau", "2026-01", "system", False)
        ended = exit_code_of(publish_one, *note, failpoint=armed, VIGIE_HOME=str(settings.home))
        assert ended == (-signal.SIGKILL if armed else 0)
    house = Office(open_store(settings), the_rules(), settings)
    (made,) = published_reports("direction-1", office=house)
    folder = settings.reports / "bureau/2026-01/v1"
    assert (folder / "data.json").read_bytes() == report_json(made.report)
    assert {file.name for file in folder.iterdir()} == {"data.json", "bureau-2026-01-fr.pdf", "bureau-2026-01-nl.pdf"}
    assert verify_trail(house.store).broken is None
    house.store.close()
