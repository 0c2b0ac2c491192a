"""Friday before a browser without a screen: what stops, what is shown, and an approval bound to what was shown."""

import re
from collections.abc import Iterator

import pytest
from builders_acts import LIEGE, WEEK, a_part
from builders_identity import an_account
from office_shell import DIRECTION, INSPECTOR, Caller, a_home, make_stale, words
from pdf_words import pdf_words
from sqlmodel import select

from inspection import acts
from inspection.store.queries import plans
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext

SUPERVISOR = "supervisor-liege"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which the coming week is proposed for Liège."""
    with a_home(tmp_path_factory.mktemp("friday") / "home") as house:
        an_account(house, SUPERVISOR, now())
        acts.weeks.propose_week(house.acting(), coming(), service="ONSS", parts=[a_part("liege")])
        yield house


def coming() -> IsoWeek:
    """The week that the builder's part is of, where it still comes; else the next one."""
    return max(WEEK, IsoWeek.after(now().date()), key=str)


def signed_in(house: AppContext, user: str = SUPERVISOR) -> Caller:
    """Give the browser of somebody who has signed in."""
    made = Caller(house)
    made.sign_in(user)
    return made


def test_friday_says_what_stops_first_and_what_would_help(home: AppContext) -> None:
    """The heading names the week, the lead counts what stops, the visit without a place says why; figures add up."""
    said = words(signed_in(home).get("/friday").text)
    assert f"Friday: approve week {coming().week}" in said
    assert "1 thing to look at before you approve." in said
    assert "1 required visit without a place" in said
    assert "Required ones placed 2 of 3" in said
    assert "No approved week before this one" in said


def test_a_workplace_leads_to_its_page_for_who_may_see_it(home: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is the link; where the table of rights does not let somebody list records it is only a name."""
    place = {"sector": "restaurants", "seen_on": now().date(), "name": "Exemple 1", "refnis": LIEGE}
    known = acts.workplaces.KnownWorkplace(id="est:2000000001", district="liege", **place)
    acts.workplaces.remember_workplaces(home.acting(), [known])
    caller = signed_in(home)
    (unplaced,) = set(re.findall(r'<h3><a href="(/workplaces/[a-z]+:[^"]+)">', caller.get("/friday").text))
    assert caller.get(unplaced).status_code == 200
    monkeypatch.setattr("dashboards.office.asking.Visitor.may", lambda _, act: act != "record.list")
    assert "<h3><a" not in caller.get("/friday").text


def test_friday_is_for_who_approves(home: AppContext) -> None:
    """An inspector has no such room, and no such address: it tells what was drawn by lot."""
    caller = signed_in(home, INSPECTOR)
    assert "/friday" not in caller.get("/office").text
    assert caller.get("/friday").status_code >= 400
    assert 'href="/friday"' in signed_in(home).get("/office").text


def test_a_second_draw_of_the_page_is_the_same_look(home: AppContext) -> None:
    """The book of a district is opened once in a session, and the look recorded once."""
    caller, before = signed_in(home), looks(home)
    caller.get("/friday")
    first = looks(home)
    caller.get("/friday")
    assert first > before
    assert looks(home) == first


def test_an_approval_is_bound_to_what_was_shown(home: AppContext) -> None:
    """Not without having read, not with a stale proof, not another hash; then once, and the page says who did."""
    (plan,) = plans(home.store)
    fields = {"plan": plan.id, "week": plan.week, "sha256": plan.sha256}
    caller = signed_in(home, DIRECTION)
    assert "Tick first that you have read the figures." in words(
        caller.send("/friday/approve", "/friday", **fields).text
    )
    other = caller.send("/friday/approve", "/friday", **{**fields, "sha256": "0" * 64, "looked": "1"})
    assert other.status_code != 303
    make_stale(home, caller.token)
    led = caller.send("/friday/approve", "/friday", **fields, looked="1")
    assert led.headers["location"].startswith("/me/prove")
    assert [one.state for one in plans(home.store)] == ["proposed"]
    caller = signed_in(home, DIRECTION)
    done = caller.send("/friday/approve", "/friday", **fields, looked="1")
    assert done.status_code == 303
    said = words(caller.get(done.headers["location"]).text)
    assert f"Week {coming().week} is approved." in said
    assert f"Approved by {DIRECTION}" in said


def test_all_rounds_print_without_saying_why(home: AppContext) -> None:
    """A sheet a team and day, stops in order with address and code; no arm, no points, no reason."""
    (plan,) = plans(home.store)
    said = words(signed_in(home).get(f"/week/print?plan={plan.id}").text)
    assert "1 sheet." in said
    assert "Team 1, liege" in said
    assert "Rue du Test" in said
    assert "Drawn by lot" not in said
    assert "oints" not in said.replace("no points", "")


def looks(house: AppContext) -> int:
    """How many looks at a plan the trail holds."""
    with house.store.read() as session:
        return sum(row.stream == "reading" for row in session.exec(select(AuditEntryRow)))


def test_the_sheets_of_a_week_are_one_document_once_it_is_approved(home: AppContext) -> None:
    """With checklists, for whoever plans; the look is in the trail, and nobody else gets any."""
    (plan,) = plans(home.store)
    assert plan.state == "approved"
    fields, caller = {"plan": plan.id, "district": "liege"}, signed_in(home)
    assert "PDF of Liège (sheets: 1)" in words(caller.get(f"/week/print?plan={plan.id}").text)
    before = looks(home)
    given = caller.send("/week/print/sheets", **fields)
    assert given.headers["content-type"] == "application/pdf"
    stop = acts.weeks.district_book(home.acting(DIRECTION), plan.id, "liege").rounds[0].stops[0]
    printed = pdf_words(given.content)
    assert printed.count(stop.code) == 3  # on the day's page, and on both that are filled in
    assert stop.name in printed
    with home.store.read() as session:
        (last,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "plan.print")).all()
    assert (last.who, last.facts["sheets"]) == (SUPERVISOR, 1)
    assert looks(home) > before
    assert signed_in(home, INSPECTOR).send("/week/print/sheets", **fields).status_code >= 400
    assert caller.send("/week/print/sheets", plan=plan.id, district="namur").status_code >= 400
