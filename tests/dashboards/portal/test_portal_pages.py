"""The portal's pages before every kind of principal: their own, told apart from nobody's, with what is unknown said."""

import re
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import product

import pytest
from houses import House
from office_shell import words
from portal_callers import Caller
from portal_house import AUDITORATE, CENTRAL, CENTRE, FIRM, NAME, NUMBER, PEOPLE, POLICE, REACH, a_case, lay, outsider
from sqlmodel import col, select

from dashboards.office.drawing import STATIC
from dashboards.portal import PORTAL, application
from inspection import acts
from inspection.acts.portal.values import SentOn
from inspection.errors import PortalFault
from inspection.i18n import LANGUAGES
from inspection.settings import PORTAL_MARK
from inspection.store.core import new_id
from inspection.store.people import SessionRow
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.store.records import AuditEntryRow
from inspection.time_of import now, today

(TEMPLATES,) = PORTAL.templates
ROOMS = ("/", "/closed", "/absence", "/reach", "/help")
OF_CASES = ("/open", "/list")
CASE = "/case/" + "c" * 31 + "{}"
MINE = CASE.format(1)
OWNER = {
    **{CASE.format(n): "aud-antwerpen" for n in (1, 2, 3, 4, 5, 6)},
    CASE.format(7): "fgp-antwerpen",
    CASE.format(8): "aud-liege",
    CASE.format(9): "djsoc-thb",
    "/case/" + "d" * 32: CENTRE,
    "/case/" + "e" * 32: CENTRE,
    "/case/" + "f" * 32: "work-flanders",
    "/list/" + "a" * 32: "aud-antwerpen",
    "/list/" + "b" * 32: "fgp-antwerpen",
}
FORGED = ("/case/" + "c" * 32, "/case/1", "/case/..%2f..%2fvigie.db", "/list/" + "c" * 31 + "1", "/case/" + "a" * 32)


@pytest.fixture(scope="module")
def callers(portal: House) -> dict[str, Caller]:
    """Give a browser of each person."""
    return {user: Caller(user) for user in PEOPLE}


def answered(answer: object) -> tuple[int, str]:
    """What somebody learns from an answer: its status and words."""
    return answer.status_code, words(answer.text[answer.text.index("<main") :])  # type: ignore[attr-defined]


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.few(2)
def test_every_address_answers_each_as_it_must(callers: dict[str, Caller], user: str) -> None:
    """One's own office's things and nothing else; a case is no list; what is not theirs is as absent as what is not."""
    office, caller = PEOPLE[user][1], callers[user]
    absent = answered(caller.get("/case/" + "9" * 32))
    assert absent[0] == 404
    for path, owner in OWNER.items():
        answer = caller.get(path)
        if owner == office:
            assert answer.status_code == 200, (user, path)
        else:
            assert answered(answer) == absent, (user, path)
    for path in (*FORGED, "/nothing", "/enrolments", "/command/authorize", "/referrals", "/office/x"):
        assert answered(caller.get(path)) == absent, path
    for path in ROOMS:
        assert caller.get(path).status_code == 200, path


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.few(1)
def test_parts_files_and_forms_are_as_closed_as_their_page(callers: dict[str, Caller], user: str) -> None:
    """Names, words, files and what is said: nothing of another office by any way."""
    office, caller = PEOPLE[user][1], callers[user]
    ways = ("/names", "/words", "/files/first_report.pdf", "/files/data.json?save=1")
    for path, owner in OWNER.items():
        if owner == office or not path.startswith("/case/"):
            continue
        for way in ways:
            assert caller.get(path + way).status_code == 404, (user, path, way)
        fields = {"kind": "question", "words": "Which gate?", "word": new_id()}
        assert caller.send(f"{path}/say", **fields).status_code == 404


def test_nobody_is_shown_anything_before_signing_in(portal: House) -> None:
    """Every page leads to the sign-in, and tells of nothing there."""
    guest = Caller()
    for path in (*OWNER, *FORGED, *ROOMS, *OF_CASES):
        answer = guest.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in"), path
    assert guest.post(f"{MINE}/say", {"kind": "lifted"}).status_code in (303, 401)


def test_a_form_without_the_token_of_its_session_is_refused(callers: dict[str, Caller]) -> None:
    """A page that somebody got served under our name cannot answer in another's name."""
    fields = {"kind": "question", "words": "?", "word": new_id()}
    answer = callers["aud-1"].post(f"{MINE}/say", {**fields, "form_token": "0" * 64})
    assert (answer.status_code, "ACCESS-121" in answer.text) == (403, True)


def test_persons_are_masked_until_somebody_asks_for_the_names(portal: House, callers: dict[str, Caller]) -> None:
    """Names, numbers and how to reach them; the trail tells the two looks apart."""
    caller = callers["aud-1"]
    page = caller.get(MINE).text
    for secret in (NAME, NUMBER, REACH, "1992-01-01"):
        assert secret not in page
    shown = caller.get(f"{MINE}/names").text
    for secret in (NAME, NUMBER, REACH, "1992-01-01"):
        assert secret in shown
    wanted = select(AuditEntryRow).where(col(AuditEntryRow.subject) == MINE.rpartition("/")[2])
    with portal.store.read() as session:
        looks = list(session.exec(wanted.order_by(col(AuditEntryRow.n).desc()).limit(2)))
    assert [look.facts["names"] for look in looks] == [True, False]
    for text in (page, shown):
        title = re.search(r"<title>(.*)</title>", text)
        assert title is not None
        assert title[1] == "R-26-000014-2 · Vigie"


def test_what_is_unknown_is_said(callers: dict[str, Caller]) -> None:
    """No empty cell, no nought: place, street, danger, ages, whereabouts and the number."""
    page = words(callers["aud-1"].get(CASE.format(3)).text)
    for said in ("Workplace not known, Antwerpen", "not known: ask the inspector", "no number known", "age unknown: 2"):
        assert said in page
    second = words(callers["aud-1"].get(CASE.format(2)).text)
    assert "Danger not known: ask the inspector." in second
    assert "What the employer knows is not noted." in second
    for path in OWNER:
        text = callers["aud-1"].get(path).text
        assert not re.search(r"<(td|dd)[^>]*>\s*</", text), path


def test_the_first_page_begins_with_the_clock_and_what_is_asked(callers: dict[str, Caller]) -> None:
    """The latest first; whom to ring, or that nobody knows; what the other office did."""
    page = words(callers["aud-1"].get("/").text)
    assert "3 referrals wait for your answer 1 is late." in page
    order = [page.index(said) for said in ("285 days late", " minutes before", "in 19 hours")]
    assert order == sorted(order)
    for said in (
        "who takes it on, and when you ring back.",
        "Ring 0400 00 00 14",
        "has taken it on.",
        "Tell the outcome",
        "embargo put by you",
        "Your questions to the inspection",
        "02 000 00 10",
    ):
        assert said in page, said


@pytest.mark.parametrize("user", ["aud-1", "cell-1", "centre-1", "region-1"])
def test_the_rooms_are_those_of_the_portal(callers: dict[str, Caller], user: str) -> None:
    """None of the office's, and none of cases for whom no case is."""
    page = callers[user].get("/").text
    side = page[page.index("<nav") : page.index("</nav>")]
    found = set(re.findall(r'href="([^"]+)"', side))
    assert found == {*ROOMS, *(OF_CASES if user in ("aud-1", "cell-1") else ())}
    assert "<small>Portal</small>" in page


def test_only_magistrates_are_offered_what_is_theirs(callers: dict[str, Caller]) -> None:
    """Embargo, lifting and outcomes; a centre has no field for an address."""
    assert 'value="embargo"' in callers["aud-1"].get(MINE).text
    assert 'value="lifted"' in callers["aud-1"].get(CASE.format(5)).text
    police = callers["cell-1"].get(CASE.format(7)).text
    assert not re.search(r'name="kind" value="(embargo|lifted|outcome)"', police)
    centre = callers["centre-1"].get("/case/" + "d" * 32).text
    asked = set(re.findall(r'<(?:input|textarea|select)[^>]*name="([a-z_]+)"', centre))
    assert asked == {"form_token", "kind", "word", "answer", "next"}


def test_an_acknowledgement_is_one_word_however_often_it_is_sent(portal: House) -> None:
    """It is passed on, and says so; a form that was refused keeps what was typed and its id."""
    id_ = new_id().replace("-", "")
    lay(portal, id_, a_case(now(), f"R-26-{id_[-6:]}-1"))
    caller, path = Caller("aud-1"), f"/case/{id_}"
    form = re.search(
        r'value="acknowledged"><input type="hidden" name="word" value="([0-9a-f-]{36})"', caller.get(path).text
    )
    assert form is not None
    day = (today() + timedelta(days=1)).isoformat()
    fields = {
        "kind": "acknowledged",
        "word": form[1],
        "taker": "reference_magistrate",
        "hour": "16:30",
        "telephone": "02 000 00 12",
        "words": "Do not go back.",
    }
    refused = caller.send(f"{path}/say", **fields, day="2020-01-01")
    assert (refused.status_code, "PORTAL-201" in refused.text) == (422, True)
    assert "Do not go back." in refused.text
    assert form[1] in refused.text
    for _ in range(2):
        answer = caller.send(f"{path}/say", **fields, day=day)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#said")
    with portal.store.read() as session:
        mine = select(PortalWordRow).where(col(PortalWordRow.copy_id) == id_, col(PortalWordRow.kind) == "acknowledged")
        assert [row.id for row in session.exec(mine)] == [form[1]]
    assert "acknowledgement passed on" in words(caller.get(path).text)
    part = caller.get(f"{path}/words").text
    assert 'hx-trigger="every 2s"' in part
    _taken(portal, form[1], "")
    part = caller.get(f"{path}/words").text
    assert "taken by the inspection" in words(part)
    assert "hx-trigger" not in part
    _taken(portal, form[1], "PORTAL-303")
    assert "Nothing is asked here any more. Code PORTAL-303" in words(caller.get(f"{path}/words").text)


def _taken(portal: House, word_id: str, fault: str) -> None:
    with portal.store.write() as session:
        row = session.get_one(PortalWordRow, word_id)
        row.taken_at, row.fault = now(), fault
        session.add(row)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "acknowledged", "taker": "chief", "day": "2030-01-01", "hour": "10:00"},
        {"kind": "acknowledged", "taker": "other", "day": "2030-01-01", "hour": ""},
        {"kind": "acknowledged", "taker": "other", "day": "soon", "hour": "25:00"},
        {"kind": "refused", "reason": "tired"},
        {"kind": "embargo", "until": "31/12/2030"},
        {"kind": "outcome", "outcome": "guilty"},
        {"kind": "opened"},
        {"kind": "nothing"},
        {},
    ],
)
@pytest.mark.few(4)
def test_what_was_not_offered_is_refused_on_the_page(callers: dict[str, Caller], fields: dict[str, str]) -> None:
    """With its code, and no word of it is kept."""
    answer = callers["aud-1"].send(f"{MINE}/say", word=new_id(), **fields)
    assert (answer.status_code, "PORTAL-304" in answer.text) == (422, True)


def test_an_outcome_is_told_from_the_first_page_by_one_click(portal: House) -> None:
    """It leads back there, and says so."""
    caller = Caller("aud-2")
    page = caller.get("/").text
    form = re.search(r'name="from" value="desk"><input type="hidden" name="word" value="([0-9a-f-]{36})"', page)
    assert form is not None
    id_ = CASE.format(4)
    answer = caller.send(f"{id_}/say", kind="outcome", word=form[1], outcome="investigation", **{"from": "desk"})
    assert answer.status_code == 303
    assert "Your answer is passed on." in words(caller.get(answer.headers["location"]).text)


def test_documents_are_read_in_the_browser_or_taken_away(callers: dict[str, Caller]) -> None:
    """A PDF is shown; data are taken away; nothing runs in either, and no cache keeps one."""
    shown = callers["aud-1"].get(f"{MINE}/files/first_report.pdf")
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].startswith("inline")
    assert (
        callers["aud-1"].get(f"{MINE}/files/first_report.pdf?save=1").headers["content-disposition"].startswith("att")
    )
    for name in ("first_report.pdf", "data.json"):
        headers = callers["aud-1"].get(f"{MINE}/files/{name}").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script" not in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_row_of_the_weekly_list_says_how_its_case_stands_now(callers: dict[str, Caller]) -> None:
    """What was printed and what is so now; a reference that is not here any more says so."""
    page = words(callers["aud-1"].get("/list").text)
    for said in (
        "Week 2026-W48",
        "285 days late",
        " minutes",
        "not here any more",
        "changed: state",
        "284 days late",
        "we are ringing you",
    ):
        assert said in page
    assert "No referral in that week." in words(callers["cell-1"].get("/list").text)


def test_a_reference_leads_to_its_case(callers: dict[str, Caller]) -> None:
    """Of one's own office; another's is as unknown as one that nobody gave."""
    found = callers["aud-1"].get("/closed?reference=r-26-000006-4")
    assert (found.status_code, found.headers["location"]) == (303, CASE.format(4))
    for reference in ("R-26-000020-1", "R-26-999999-9"):
        assert f"No case of your office under {reference}." in words(
            callers["aud-1"].get(f"/closed?reference={reference}").text
        )


def test_a_colleague_is_named_and_ended_as_a_deputy(portal: House) -> None:
    """Of the same office and role; days that are over are refused on the page."""
    caller = Caller("aud-2")
    day = today().isoformat()
    refused = caller.send("/absence", deputy="aud-1", first="2020-01-01", last="2020-01-02")
    assert (refused.status_code, "ACCESS-087" in refused.text) == (422, True)
    assert caller.send("/absence", deputy="cell-1", first=day, last=day).status_code == 403
    assert caller.send("/absence", deputy="aud-1", first=day, last=day).headers["location"] == "/absence?told=named"
    page = caller.get("/absence?told=named").text
    assert "stood in for by aud-1" in words(page)
    (id_,) = re.findall(r'name="deputy" value="([0-9a-f-]{36})"', page)
    assert caller.send("/absence/end", deputy=id_).headers["location"] == "/absence?told=ended"
    assert "No absence announced." in words(caller.get("/absence").text)


@pytest.mark.parametrize("user", ["aud-1", "cell-1", "aud-elsewhere"])
def test_what_a_page_offers_can_be_opened(callers: dict[str, Caller], user: str) -> None:
    """Every case and list that a page of theirs leads to answers, also those that stand beside a case."""
    caller, seen, waiting = callers[user], set[str](), ["/", "/open", "/closed", "/list", "/reach"]
    while waiting:
        page = caller.get(waiting.pop())
        assert page.status_code == 200, (user, page.url)
        found = set(re.findall(r'href="(/(?:case|list)/[0-9a-f]{32})"', page.text)) - seen
        seen |= found
        waiting += found
    assert seen


def test_what_is_shown_stands_in_the_trail(portal: House) -> None:
    """Each page and file leaves an entry of the reader before it is drawn."""
    caller = Caller("magistrate-1")

    def looks() -> int:
        mine = select(AuditEntryRow).where(
            col(AuditEntryRow.who) == "magistrate-1", col(AuditEntryRow.stream) == "reading"
        )
        with portal.store.read() as session:
            return len(list(session.exec(mine)))

    for path in (
        "/",
        "/open",
        "/closed",
        "/list",
        "/reach",
        MINE,
        f"{MINE}/names",
        f"{MINE}/files/first_report.pdf",
        "/absence",
    ):
        before = looks()
        assert caller.get(path).status_code == 200, path
        assert looks() > before, path


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_every_page_is_in_each_language(portal: House, lang: str) -> None:
    """No key is missing, one heading and one main part; nothing in line, and no foreign address."""
    for user in ("aud-1", "cell-1", "centre-1", "region-1"):
        caller = Caller(user, lang)
        own = [path for path, office in OWNER.items() if office == PEOPLE[user][1]]
        for path in (*ROOMS, *own, *(f"{one}/names" for one in own if one.startswith("/case/c"))):
            answer = caller.get(path)
            text = answer.text
            assert (answer.status_code, text.count("<h1"), text.count("<main")) == (200, 1, 1), path
            assert f'<html lang="{lang}">' in text
            assert not re.search(r"screen\.|portal\.[a-z]", words(text)), path
            assert not re.search(r"unsafe|https?:", answer.headers["content-security-policy"])


def test_no_page_has_anything_in_line() -> None:
    """The policy would refuse it."""
    for path in sorted(TEMPLATES.glob("*.html")):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|https?://|hx-on|javascript:|\|\s*safe\b|<script", text), (
            path.name
        )
    assert STATIC.is_dir()


def test_no_text_that_is_typed_is_without_its_mark() -> None:
    """What keeps half-typed text finds its fields by `data-keep`."""
    for path in sorted(TEMPLATES.glob("*.html")):
        for field in re.findall(r"<textarea[^>]*>", path.read_text()):
            assert "data-keep" in field, path.name


def test_the_portal_opens_its_own_home_only(portal: House) -> None:
    """A home without its mark is an office's, and refused; nothing of Streamlit is loaded for the right one."""
    mark = portal.home / PORTAL_MARK
    mark.unlink()
    try:
        with pytest.raises(PortalFault, match="PORTAL-320"):
            application()
    finally:
        mark.touch()
    code = "import sys; from dashboards.portal import application; application(); print('streamlit' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_hostile_fields_are_refused_or_shown_as_text(callers: dict[str, Caller]) -> None:
    """Whatever stands in any field: no page breaks, and nothing that was typed becomes a mark of the page."""
    wild = ("<script>alert(1)</script>", "' OR 1=1 --", "\x00", "é" * 1990, "{{ 7*7 }}", "x" * 7000)
    for kind, value in product(("acknowledged", "refused", "question", "embargo", "outcome"), wild):
        fields = dict.fromkeys(("taker", "day", "hour", "telephone", "words", "reason", "until", "outcome"), value)
        answer = callers["aud-1"].send(f"{MINE}/say", kind=kind, word=value[:36], **fields)
        assert answer.status_code in (400, 403, 422), (kind, value[:20])
        assert "<script>alert" not in answer.text


def test_an_office_reads_no_copy_by_its_row(portal: House) -> None:
    """The acts name the office in every question, whatever lies beside in the table."""
    with portal.store.read() as session:
        everything = [row.id for row in session.exec(select(PortalCopyRow).where(col(PortalCopyRow.office) != CENTRE))]
    for id_ in everything:
        with pytest.raises(Exception, match="PORTAL-301"):
            acts.portal.pages.open_copy(outsider(portal, "centre-1"), id_)
    assert FIRM not in Caller("centre-1").get("/").text


def test_a_cell_sends_a_case_on_and_the_central_cell_reads_it(portal: House) -> None:
    """A form of one text for the police alone; the central cell sees who sent it and why, and no form of an answer."""
    id_, there = new_id().replace("-", ""), new_id().replace("-", "")
    told = SentOn(sent_by=POLICE, sent_to=CENTRAL, sent_at=now(), words="The same firm as in Ghent.")
    lay(portal, id_, a_case(now(), f"R-26-{id_[-6:]}-1", POLICE))
    lay(portal, there, a_case(now(), f"R-26-{id_[-6:]}-1", CENTRAL, due_at=None, others=(), sent_on=(told,)))
    caller, central = Caller("cell-1"), Caller("central-1")
    form = re.search(
        r'value="forwarded"><input type="hidden" name="word" value="([0-9a-f-]{36})"', caller.get(f"/case/{id_}").text
    )
    assert form is not None
    sent = caller.send(f"/case/{id_}/say", kind="forwarded", word=form[1], words="The same firm as in Ghent.")
    assert sent.status_code == 303
    assert "Sending on to the central cell" in words(caller.get(f"/case/{id_}").text)
    page = central.get(f"/case/{there}").text
    assert "Sent on by: " in words(page)
    assert "The same firm as in Ghent." in page
    assert f'action="/case/{there}/say"' not in page
    assert f"/case/{there}" in central.get("/").text
    assert central.get(f"/case/{id_}").status_code == 404
    assert 'value="forwarded"' not in Caller("aud-1").get(f"/case/{_a_case_of(portal, AUDITORATE)}").text


def _a_case_of(portal: House, office: str) -> str:
    id_ = new_id().replace("-", "")
    lay(portal, id_, a_case(now(), f"R-26-{id_[-6:]}-1", office))
    return id_


def test_a_page_that_asks_for_its_words_keeps_no_session_alive(portal: House) -> None:
    """A case that lies open is nobody who sits before it: only a press or another page says so."""
    caller, id_ = Caller("aud-1"), _a_case_of(portal, AUDITORATE)

    def seen_at(moment: datetime | None = None) -> datetime:
        with portal.store.write() as session:
            mine = (
                select(SessionRow).where(col(SessionRow.user_id) == "aud-1").order_by(col(SessionRow.begun_at).desc())
            )
            row = session.exec(mine).first()
            assert row is not None
            row.seen_at = moment or row.seen_at
            return row.seen_at

    long_ago = seen_at(now() - timedelta(minutes=5))
    assert caller.get(f"/case/{id_}/words").status_code == 200
    assert seen_at() == long_ago
    assert caller.get(f"/case/{id_}").status_code == 200
    assert seen_at() > long_ago
