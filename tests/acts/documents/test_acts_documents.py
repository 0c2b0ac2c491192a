"""The shelf holds what was published, within rights; what is opened or taken away is in the trail."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders_acts import AT
from builders_policy import a_measure
from openpyxl import load_workbook
from sqlmodel import select

from inspection.acts.delivery import publish_list
from inspection.acts.documents import Shelf, open_document, shelf, take_document
from inspection.acts.reports import add_measure, approve_report, propose_report
from inspection.errors import AccessRefused
from inspection.store import queries
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

BY, SECOND, INSPECTOR, DPO = "supervisor-liege", "direction-1", "insp-liege-1", "dpo-1"
DECEMBER = datetime(2026, 12, 1, 6, tzinfo=UTC)
WEEK = IsoWeek.parse("2026-W47")
CELL = "pjf-liege"


def a_shelf(house: AppContext) -> None:
    """A published note with its tables, a draft that waits, and a weekly list."""
    add_measure(house.acting(BY, AT), a_measure(due_on=date(2026, 11, 28)))
    draft = propose_report(house.acting(BY, DECEMBER), "bureau", "2026-11")
    approve_report(house.acting(SECOND, DECEMBER + timedelta(minutes=1)), "bureau", "2026-11", draft.sha256)
    propose_report(house.acting(BY, DECEMBER + timedelta(minutes=2)), "cell", "2026-12-03")
    publish_list(house.acting(at=DECEMBER), WEEK, CELL)


def sheets(house: AppContext, team: str) -> Path:
    """The sheet of one day of a team, as an approved week writes it."""
    file = house.settings.out / "2026-W49" / "teams" / team / "2026-12-01-carry-sheet.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF of " + team.encode())
    (file.parent / "2026-W49.ics").write_bytes(b"BEGIN:VCALENDAR")
    (file.parent / "notes.txt").write_bytes(b"no document")
    return file


def team_of(house: AppContext, user: str) -> str:
    known = queries.user(house.store, user)
    assert known is not None
    assert known.team
    return known.team


def seen(house: AppContext, by: str, **more: str) -> Shelf:
    return shelf(house.acting(by, DECEMBER + timedelta(hours=1)), **more)


def test_the_office_finds_everything_by_kind_and_year(house: AppContext) -> None:
    """Note, its tables and the list stand there; the draft waits apart; a year without anything is empty."""
    a_shelf(house)
    found = seen(house, BY)
    assert {doc.kind for doc in found.documents} == {"report", "table", "list"}
    assert [doc.key for doc in found.waiting] == ["cell/2026-12-03/draft"]
    assert [doc.key for doc in seen(house, BY, kind="report").documents] == ["bureau/2026-11/1"]
    assert [doc.key for doc in seen(house, BY, kind="list", year="2026").documents] == [f"2026-W47/{CELL}"]
    assert seen(house, BY, year="2024").documents == ()
    assert found.years == ("2026",)
    # an inspector finds the released tables, and no report, draft or list
    mine = seen(house, INSPECTOR)
    assert ({doc.kind for doc in mine.documents}, mine.waiting) == ({"table"}, ())
    for kind, key in (
        ("report", "bureau/2026-11/1"),
        ("list", f"2026-W47/{CELL}"),
        ("report", "cell/2026-12-03/draft"),
    ):
        with pytest.raises(AccessRefused):
            open_document(house.acting(INSPECTOR, DECEMBER), kind, key)


def test_what_is_taken_is_what_was_published_and_the_trail_says_so(house: AppContext) -> None:
    """Every format of every document; the trail holds who took which document in which format, and no name."""
    a_shelf(house)
    context = house.acting(DPO, DECEMBER + timedelta(hours=1))
    known = [doc for doc in seen(house, DPO).documents if doc.kind != "table" or doc.topic.startswith("referrals")]
    taken = {(d.kind, f): take_document(context, d.kind, d.key, f, "fr") for d in known for f in d.formats}
    assert json.loads(taken["report", "json"].content)["key"] == "2026-11"
    assert taken["report", "pdf"].content.startswith(b"%PDF")
    assert taken["report", "pdf"].name == "vigie-report-bureau-2026-11-1-fr.pdf"
    register = load_workbook(io.BytesIO(taken["report", "xlsx"].content))["Registre"]
    assert register["G2"].value == datetime(2026, 11, 28)  # noqa: DTZ001  a day is a day
    assert json.loads(taken["list", "json"].content)["recipient"] == CELL
    assert taken["table", "csv"].content.startswith(b"\xef\xbb\xbf")
    with house.store.read() as session:
        entries = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "document.take")).all()
    assert {(e.who, e.facts["kind"], e.facts["format"]) for e in entries} == {(DPO, *key) for key in taken}
    with pytest.raises(AccessRefused, match="ACCESS-120"):
        take_document(context, "report", "bureau/2026-11/1", "csv", "fr")
    for kind, key in (("report", "bureau/2026-11/9"), ("list", "2026-W47/nobody"), ("table", "REL-X"), ("x", "y")):
        with pytest.raises(AccessRefused, match="ACCESS-120"):
            open_document(context, kind, key)


def test_a_sheet_is_found_by_its_team_alone(house: AppContext) -> None:
    """It may hold what only this team was permitted to see: nobody else, neither supervisor nor another team."""
    mine, other = team_of(house, INSPECTOR), team_of(house, "insp-namur-1")
    sheets(house, mine)
    sheets(house, other)
    found = [doc.key for doc in seen(house, INSPECTOR, kind="sheet").documents]
    assert sorted(found) == ["2026-W49/2026-12-01", "2026-W49/calendar"]
    taken = take_document(house.acting(INSPECTOR, DECEMBER), "sheet", "2026-W49/2026-12-01", "pdf", "fr")
    assert taken.content == b"%PDF of " + mine.encode()
    assert seen(house, BY, kind="sheet").documents == ()
    for by in (BY, DPO):
        with pytest.raises(AccessRefused):
            take_document(house.acting(by, DECEMBER), "sheet", "2026-W49/2026-12-01", "pdf", "fr")
    with pytest.raises(AccessRefused, match="ACCESS-120"):
        take_document(house.acting(INSPECTOR, DECEMBER), "sheet", "../../store/vigie.db", "pdf", "fr")
