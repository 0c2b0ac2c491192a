"""The shelf and its documents before a browser without a screen: who finds what, what is taken, what is approved."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from builders_acts import FIRM
from builders_board import a_case
from builders_identity import an_account
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, a_home, make_stale, words
from openpyxl import load_workbook

from inspection import acts
from inspection.reporting.sheets import CalendarVisit, visit_calendar
from inspection.time_of import BRUSSELS, IsoWeek, day_in_brussels, now, today
from inspection.trust import AppContext

BY = "supervisor-liege"
MONTH = f"{day_in_brussels(now()).replace(day=1) - timedelta(days=1):%Y-%m}"
DRAFT = f"/documents/report/bureau/{MONTH}/draft"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which a bureau note waits for a second person."""
    with a_home(tmp_path_factory.mktemp("shelf") / "home") as made:
        an_account(made, BY, now())
        acts.reports.propose_report(made.acting(BY, now()), "bureau", MONTH)
        yield made


def caller(house: AppContext, user: str) -> Caller:
    made = Caller(house)
    made.sign_in(user)
    return made


def hidden(page: str, name: str) -> str:
    found = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(found[0])


def test_a_draft_is_read_and_approved_as_a_whole_on_one_page(house: AppContext) -> None:
    """Who proposed it sees no button; a second person reads the figures, and publishes by one act."""
    own = caller(house, BY).get(DRAFT).text
    assert "You proposed it: somebody else approves it." in words(own)
    assert 'action="/documents/approve"' not in own
    second = caller(house, DIRECTION)
    shelf = words(second.get("/documents").text)
    assert "One draft waits for a second person." in shelf
    page = second.get(DRAFT).text
    assert "No measure is late" in words(page)
    assert "cannot be shown: too few, or none" in words(page)
    assert "Tables released with it" in words(page)
    sent = {"key": hidden(page, "key"), "sha256": hidden(page, "sha256")}
    refused = second.send("/documents/approve", DRAFT, key=f"bureau/{MONTH}/draft", sha256="0" * 64)
    assert "REFER-958" in refused.text
    make_stale(house, second.token)
    assert second.send("/documents/approve", DRAFT, **sent).headers["location"].startswith("/me/prove?next=")
    second.sign_in(DIRECTION)
    done = second.send("/documents/approve", DRAFT, **sent)
    assert done.headers["location"] == f"/documents/report/bureau/{MONTH}/1?told=approved"
    assert "Approved as a whole and published." in words(second.get(done.headers["location"]).text)
    assert "waits for a second person" not in words(second.get("/documents").text)
    assert second.get(DRAFT).status_code == 404


def test_a_calendar_and_a_sheet_are_seen_before_they_are_taken(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours and codes of the calendar; of the sheet the visits that the team may know of, those of its day alone."""
    week = IsoWeek.of(today())
    folder = house.settings.out / str(week) / "teams" / "liege-1"
    folder.mkdir(parents=True, exist_ok=True)
    visit = CalendarVisit(code="K2CJJ4", day=today(), start=510.0, leave=600.0, stamped_at=now())
    (folder / f"{week}.ics").write_bytes(visit_calendar([visit], "en"))
    (folder / f"{today()}-carry-sheet.pdf").write_bytes(b"%PDF")
    mission = acts.weeks.Mission(
        visit="V-1", day=today(), start="10:30", workplace=FIRM, name="Exemple", enterprise=None, address="Rue 1",
        lon=5.57, lat=50.63, sector="restaurants", area=None, report_language="fr", known=(),
    )  # fmt: skip
    other = replace(mission, visit="V-2", day=today() + timedelta(days=1))
    monkeypatch.setattr(acts.weeks, "own_missions", lambda _: (mission, other))
    an_account(house, INSPECTOR, now())
    mine = caller(house, INSPECTOR)
    said = words(mine.get(f"/documents/sheet/{week}/calendar").text)
    assert "08:30–10:00" in said
    assert "K2CJJ4" in said
    said = words(mine.get(f"/documents/sheet/{week}/{today()}").text)
    assert "10:30" in said
    assert "V-1 Exemple, Rue 1" in said
    assert "V-2" not in said


def test_what_is_published_is_taken_away_as_a_file(house: AppContext) -> None:
    """With a name that says what it is; nothing of it is cached, and a format that it does not have is not there."""
    at, key = now(), "2025-01"
    draft = acts.reports.propose_report(house.acting(BY, at), "bureau", key)
    acts.reports.approve_report(house.acting(DIRECTION, at), "bureau", key, draft.sha256)
    dpo = caller(house, DPO)
    where = f"/documents/report/bureau/{key}/1"
    assert "Take away" in words(dpo.get(where).text)
    taken = dpo.send("/documents/take", where, kind="report", key=f"bureau/{key}/1", format="xlsx")
    assert taken.headers["content-disposition"] == f"attachment; filename*=utf-8''vigie-report-bureau-{key}-1-en.xlsx"
    assert taken.headers["cache-control"] == "no-store"
    assert "Figures" in load_workbook(io.BytesIO(taken.content)).sheetnames
    assert dpo.send("/documents/take", where, kind="report", key=f"bureau/{key}/1", format="csv").status_code == 404
    assert "January 2025" in words(dpo.get("/documents?kind=report&year=2025&sort=what").text)
    table = next(doc for doc in acts.documents.shelf(house.acting(DPO, now()), kind="table").documents)
    page = dpo.get(f"/documents/table/{table.key}").text
    assert "rounded to the nearest multiple" in words(page)
    week = IsoWeek.of(day_in_brussels(now()) - timedelta(days=14))
    case = a_case(house, 7, at=datetime.combine(week.monday, time(10), BRUSSELS))
    for recipient in ("pjf-liege", "pjf-namur"):
        acts.delivery.publish_list(house.acting(at=now()), week, recipient)
    listed = words(dpo.get(f"/documents/list/{week}/pjf-liege").text)
    assert case in listed
    assert "This list is empty." not in listed
    assert "This list is empty." in words(dpo.get(f"/documents/list/{week}/pjf-namur").text)
    assert "Nothing here for this choice." in words(dpo.get("/documents?kind=report&year=1999").text)


def test_an_inspector_finds_no_report_and_no_list(house: AppContext) -> None:
    """Neither on the shelf, nor by an address; what is not for them is told as what does not exist."""
    mine = caller(house, INSPECTOR)
    shelf = mine.get("/documents")
    assert shelf.status_code == 200
    assert "Weekly lists" not in words(shelf.text)
    assert "Notes and reports" not in words(shelf.text)
    for way in (DRAFT, "/documents/report/bureau/2025-01/1", "/documents/list/2026-W47/pjf-liege", "/documents/x/y"):
        answer = mine.get(way)
        assert (answer.status_code, "ACCESS-120" in answer.text) == (404, True)
