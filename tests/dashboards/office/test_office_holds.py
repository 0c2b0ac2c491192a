"""Places that nobody visits until a day, before a browser without a screen: whose they are, noted, shown and lifted."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_identity import an_account
from builders_joint import an_approved_week
from office_shell import DIRECTION, INSPECTOR, Caller, words
from sqlmodel import col, select

from inspection import acts
from inspection.i18n import LANGUAGES, t
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.store.weeks import PlannedStopRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

SUPERVISOR, OTHER = "supervisor-liege", "supervisor-namur"
FIRM, NUMBER, STOP = "est:2345678901", "2.345.678.901", "2.000.000.002"
UNTIL = today() + timedelta(days=20)


@pytest.fixture(scope="module", autouse=True)
def accounts(home: AppContext) -> None:
    """Let supervisors prove who they are."""
    for user in (SUPERVISOR, OTHER):
        an_account(home, user, now())


@pytest.fixture
def office(home: AppContext) -> Iterator[Caller]:
    """Give the browser of a supervisor; every hold is ended afterwards."""
    yield signed_in(home, SUPERVISOR)
    for hold in acts.workplaces.holds_of(home.acting(DIRECTION)):
        acts.workplaces.lift_hold(home.acting(DIRECTION), hold.id)


def signed_in(home: AppContext, user: str) -> Caller:
    """The browser of somebody who has signed in."""
    caller = Caller(home)
    caller.sign_in(user)
    return caller


def a_form(**fields: str) -> dict[str, str]:
    """What the form sends."""
    return {"kind": "workplace", "subject": NUMBER, "until": UNTIL.isoformat(), "authority": "aud-liege", **fields}


def looks(home: AppContext, by: str) -> list[tuple[str, str]]:
    """The looks of somebody at holds: at what, and of which kind."""
    wanted = select(AuditEntryRow).where(col(AuditEntryRow.act) == "hold.list", col(AuditEntryRow.who) == by)
    with home.store.read() as session:
        return [(one.subject, one.facts["kind"]) for one in session.exec(wanted.order_by(col(AuditEntryRow.n)))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_it_is_for_and_asks_for_no_ground(office: Caller, lang: str) -> None:
    """In the reader's language, also while nothing is noted; there is no field for a reason."""
    office.client.cookies.set("vigie_language", lang)
    page = office.get("/holds").text
    for key in ("holds.title", "holds.how", "holds.none.means"):
        assert words(t(f"screen.{key}", lang))[:40] in words(page).replace("\N{NO-BREAK SPACE}", " "), key
    assert "screen." not in words(page)
    assert "<textarea" not in page
    assert 'aria-current="page">' in page


def test_a_place_is_noted_and_seen_by_who_noted_it_and_the_direction(home: AppContext, office: Caller) -> None:
    """A colleague of the same rank sees nothing of it: not in the list, not by its address."""
    before = len(looks(home, SUPERVISOR))
    led = office.send("/holds", "/holds", **a_form()).headers["location"]
    (hold,) = acts.workplaces.holds_of(home.acting(SUPERVISOR))
    assert (hold.kind, hold.subject, hold.authority, hold.until) == ("workplace", FIRM, "aud-liege", UNTIL)
    assert led == f"/holds/{hold.id}?told=placed"
    shown = words(office.get(led).text)
    assert "The place is unavailable up to and including" in shown
    assert NUMBER in shown
    assert "nobody has to be told" in shown
    assert (hold.id, "hold") in looks(home, SUPERVISOR)[before:]
    mine = words(office.get("/holds").text)
    assert "20 days left" in mine.replace("\N{NO-BREAK SPACE}", " ")
    assert "Noted by" not in mine
    theirs = signed_in(home, OTHER)
    assert NUMBER not in theirs.get("/holds").text
    assert theirs.get(f"/holds/{hold.id}").status_code == theirs.get("/holds/no-such").status_code == 404
    assert theirs.send(f"/holds/{hold.id}/lift", "/holds").status_code == 404
    above = words(signed_in(home, DIRECTION).get("/holds").text)
    assert NUMBER in above
    assert SUPERVISOR in above
    assert "Noted by" in above


def test_a_hold_is_lifted_on_its_page(home: AppContext, office: Caller) -> None:
    """The list is empty then; its page stays, says so, and has no form any more."""
    way = office.send("/holds", "/holds", **a_form()).headers["location"].partition("?")[0]
    done = office.send(f"{way}/lift", way)
    assert done.headers["location"] == "/holds?told=lifted"
    assert "available again" in words(office.get(done.headers["location"]).text)
    assert acts.workplaces.holds_of(home.acting(SUPERVISOR)) == []
    page = office.get(way).text
    assert "available again since" in words(page)
    assert f"{way}/lift" not in page


def test_an_address_lies_where_its_postcode_says(home: AppContext, office: Caller) -> None:
    """One that has two municipalities is asked for once more, and what was typed stays."""
    sent = a_form(kind="address", subject="Rue du Test 9", authority="")
    assert "An address needs its postcode" in words(office.send("/holds", "/holds", **sent).text)
    assert "no such postcode" in words(office.send("/holds", "/holds", postcode="0001", **sent).text)
    again = office.send("/holds", "/holds", postcode="1040", **sent)
    assert again.status_code == 400
    assert 'value="Rue du Test 9"' in again.text
    towns = re.findall(r'<option value="(\d{5})">', again.text)
    assert len(towns) == 2
    assert office.send("/holds", "/holds", postcode="1040", place=towns[0], **sent).status_code == 303
    (hold,) = acts.workplaces.holds_of(home.acting(SUPERVISOR))
    assert (hold.subject, hold.authority) == (f"{towns[0]} rue du test 9", None)
    assert "rue du test 9, Etterbeek" in words(office.get("/holds").text).replace("Bruxelles", "Etterbeek")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"subject": "0800.000.123"}, "neither the number of an establishment"),
        ({"kind": "enterprise"}, "does not have the right form"),
        ({"kind": "somebody", "subject": "x"}, "does not have the right form"),
        ({"until": ""}, "Give a last day"),
        ({"until": (today() - timedelta(days=1)).isoformat()}, "Give a last day"),
        ({"authority": "nobody"}, "Choose an office of the list"),
    ],
)
def test_what_cannot_be_noted_is_refused_in_words(home: AppContext, office: Caller, fields: dict, said: str) -> None:
    """And nothing is noted; the form stands as it was."""
    answer = office.send("/holds", "/holds", **a_form(**fields))
    assert answer.status_code >= 400
    assert said in words(answer.text)
    assert f'value="{ {**a_form(), **fields}["subject"] }"' in answer.text
    assert acts.workplaces.holds_of(home.acting(SUPERVISOR)) == []


def test_an_approved_week_that_still_goes_there_is_told(home: AppContext, office: Caller) -> None:
    """Team, day and code, as long as it does: the team is rung, and Reload says it again."""
    coming = IsoWeek.after(today())
    an_approved_week(home, coming)
    with home.store.write() as session:
        for stop in session.exec(select(PlannedStopRow)):
            stop.day = coming.monday
    led = office.send("/holds", "/holds", **a_form(subject=STOP)).headers["location"]
    for way in (led, led.partition("?")[0]):
        shown = words(office.get(way).text)
        assert "One visit is still planned there" in shown
        assert "Team 1, liege is planned there on" in shown


def test_the_alert_about_a_place_leads_to_it(home: AppContext, office: Caller) -> None:
    """For whoever noted it; the page of what waits names no place."""
    led = office.send("/holds", "/holds", **a_form()).headers["location"].partition("?")[0]
    fields = {"service": "ONSS", "state": "open", "raised_at": now(), "step": 0, "for_role": "supervisor"}
    with home.store.write() as session:
        row = AlertRow(id="a", kind="place_unavailable", subject=led.rpartition("/")[2], district="liege", **fields)
        row.for_user = SUPERVISOR
        session.add(row)
    page = office.get("/waiting").text
    assert f'href="{led}"' in page
    assert NUMBER not in page


def test_an_enterprise_is_noted_by_its_number(home: AppContext, office: Caller) -> None:
    """However it is typed; it is read in groups, as people write it."""
    led = office.send("/holds", "/holds", **a_form(kind="enterprise", subject="BE 0800 000 123")).headers["location"]
    assert "<h1>0800.000.123</h1>" in office.get(led).text


def test_the_list_sorts_by_its_address(home: AppContext, office: Caller) -> None:
    """What ends first stands first; by the name of the place on demand."""
    for subject, days in (("2.999.999.999", 1), (NUMBER, 5)):
        until = (today() + timedelta(days=days)).isoformat()
        office.send("/holds", "/holds", **a_form(subject=subject, until=until))

    def order(page: str) -> list[str]:
        return re.findall(r"<a href=\"/holds/[^\"]+\">([\d.]+)</a>", page)

    assert order(office.get("/holds").text) == ["2.999.999.999", NUMBER]
    assert order(office.get("/holds?sort=which").text) == [NUMBER, "2.999.999.999"]
    assert order(office.get("/holds?sort=nonsense").text) == ["2.999.999.999", NUMBER]


def test_the_field_has_no_such_room(home: AppContext) -> None:
    """An inspector is told as of what does not exist."""
    caller = signed_in(home, INSPECTOR)
    assert 'href="/holds"' not in caller.get("/office").text
    assert caller.get("/holds").status_code == 404
    assert caller.send("/holds", **a_form()).status_code == 404
