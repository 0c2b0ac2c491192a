"""Board and case page before a browser without a screen: what they say, what they hide, and what forms do."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from board_home import AUDITORATE, BY, CELL, DIRECTION, HEAD, WHICH_DOOR, a_board
from builders_board import NAME, STREET, delivery_to
from office_shell import Caller, words
from sqlmodel import col, select

from inspection import acts
from inspection.referral.references import new_reference
from inspection.store.people import SessionRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import CallRow, DeliveryRow
from inspection.time_of import BRUSSELS, now
from inspection.trust import AppContext

Home = tuple[AppContext, dict[str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give a home with referrals of every state."""
    with a_board(tmp_path_factory.mktemp("board") / "home") as made:
        yield made


@pytest.fixture
def head(home: Home) -> Caller:
    """Give the browser of a team head who has signed in."""
    made = Caller(home[0])
    made.sign_in(HEAD)
    return made


def looks(home: Home, act: str) -> list[AuditEntryRow]:
    """The looks of the trail."""
    with home[0].store.read() as session:
        return list(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == act).order_by(col(AuditEntryRow.n))))


def test_the_board_says_first_what_is_late(head: Caller, home: Home) -> None:
    """The heading in numbers, the oldest first, counted in days; the number beside it, or that there is none."""
    said = words(head.get("/board").text)
    assert "4 answers are late, 1 refusal with no other office, 1 question that waits for us." in said
    assert "285 days late" in said
    assert "Restaurant Exemple 2041" in said
    assert said.index("285 days late") < said.index("15 days late")
    assert "Ring 02 000 00 31" in said
    assert "No duty number" in said or "No duty roster of this office." in said
    assert "Restaurant Exemple 16" not in said


def test_filters_stand_in_the_address(head: Caller, home: Home) -> None:
    """A tab, an office, a piece of text; the tabs keep the other filters."""
    page = head.get(f"/board?tab=refused&office={CELL}&q=exemple").text
    assert home[1]["refused"] in page
    assert home[1]["late"] not in page
    assert f"/board?tab=late&amp;office={CELL}&amp;q=exemple" in page
    assert "No embargo is in force." in words(head.get("/board?tab=embargo&q=nothing").text)
    assert head.get("/board?tab=nonsense").status_code == 200


def test_the_board_and_a_case_sort_by_their_columns(head: Caller, home: Home) -> None:
    """Within each group, beside the filters; a board that renews itself keeps the order."""
    page = head.get(f"/board?office={CELL}&sort=-rows.case").text
    assert f'hx-get="/board/rows?office={CELL}&sort=-rows.case"' in page.replace("&amp;", "&")
    assert f"/board?office={CELL}&sort=rows.case#rows" in page.replace("&amp;", "&")
    assert page.count('aria-sort="descending"') == 1
    case = f"/board/{home[1]['late']}"
    whom = [expected(head.get(f"{case}?sort={way}asked.who").text) for way in ("", "-")]
    assert len(set(whom[0])) > 1
    assert whom[0] == whom[1][::-1]


def expected(page: str) -> list[str]:
    """Of whom a case says that something is expected, in its order."""
    rows = page.split('id="asked"')[1].split("</table>")[0]
    return re.findall(r'<tr><th scope="row">(?:<a [^>]*>)?([^<]+)', rows)


def test_a_board_that_renews_itself_is_one_look(home: Home) -> None:
    """The page, its rows and the mark, again and again: one entry in a session; another session is another look."""
    before = len(looks(home, "record.list"))
    for n in (1, 2):
        made = Caller(home[0])
        made.sign_in(HEAD)
        for path in ("/board", "/board/rows", "/board/rows?tab=late", "/board/news", "/board"):
            assert made.get(path).status_code == 200
        assert len(looks(home, "record.list")) == before + n


def test_the_mark_is_not_for_everybody(home: Home) -> None:
    """Whoever has not signed in is told nothing; nor is there a page."""
    nobody = Caller(home[0])
    assert nobody.client.get("/board/news").status_code == 401
    assert nobody.get("/board").status_code == 303


def test_a_case_opens_with_page_one_and_without_names(head: Caller, home: Home) -> None:
    """Street and number, unknown ages, the number to ring and when it was tried; nobody's name; the look is noted."""
    before = len(looks(home, "record.consult"))
    page = head.get(f"/board/{home[1]['late']}").text
    said = words(page)
    for wanted in (STREET, "Age unknown: 1", "Ring 02 000 00 31", "tried", "285 days late", "Vietnamese", "stayed"):
        assert wanted in said, wanted
    assert NAME not in page
    assert "On regarde." not in page
    entry = looks(home, "record.consult")[-1]
    assert (len(looks(home, "record.consult")), entry.facts["masked"]) == (before + 1, True)


def test_a_reason_shows_names_and_files(head: Caller, home: Home) -> None:
    """Without a good one the page says so and keeps what was typed; with it names, words and a file that is noted."""
    reference, case = home[1]["late"], f"/board/{home[1]['late']}"
    answer = head.send(case, case, purpose="handle_referral", case="R-26-000099-9")
    assert answer.status_code in (400, 403)
    assert NAME not in answer.text
    assert 'value="R-26-000099-9"' in answer.text
    page = head.send(case, case, purpose="handle_referral", case=reference).text
    assert NAME in page
    assert "On regarde." in page
    file = f"{delivery_to(home[0], reference)}|first_report.pdf"
    taken = head.send(f"{case}/file", case, purpose="handle_referral", case=reference, file=file)
    assert taken.content.startswith(b"%PDF")
    assert "attachment" in taken.headers["content-disposition"]
    refused = head.send(f"{case}/file", case, file=file)
    assert not refused.content.startswith(b"%PDF")
    assert looks(home, "record.consult")[-1].facts.get("masked")


def test_nobody_is_asked_why_in_their_own_case(home: Home) -> None:
    """The inspector of the control presses a button."""
    made = Caller(home[0])
    made.sign_in(BY)
    case = f"/board/{home[1]['late']}"
    assert "This is your own open case" in words(made.get(case).text)
    assert NAME in made.send(case, case).text


def test_a_call_is_noted_where_it_was_dialled(head: Caller, home: Home) -> None:
    """It leads back to the case, and the answer stands on the board; what is incomplete comes back as it was typed."""
    reference = home[1]["soon"]
    case, delivery = f"/board/{reference}", delivery_to(home[0], reference)
    sent = {"delivery": delivery, "role": "duty_officer", "number": "02 000 00 31"}
    refused = head.send(f"{case}/call", case, said="Un appel é…", role="duty_officer", delivery=delivery, number="x")
    assert refused.status_code == 400
    assert "Un appel é…" in refused.text
    answer = head.send(f"{case}/call", case, said="Ils viennent.", taken="1", **sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{case}?told=called")
    with home[0].store.read() as session:
        call = next(one for one in session.exec(select(CallRow)) if one.delivery_id == delivery)
        assert session.get_one(DeliveryRow, delivery).state == "acknowledged"
    assert (call.number, call.by) == ("02 000 00 31", HEAD)
    assert "The call is noted." in words(head.get(f"{case}?told=called").text)


def test_a_refused_case_is_sent_to_another_office(head: Caller, home: Home) -> None:
    """Chosen beside it; the answer of an office in writing is noted there too."""
    reference = home[1]["refused"]
    case, delivery = f"/board/{reference}", delivery_to(home[0], reference)
    assert "Choose another office" in words(head.get(f"{case}?to={CELL}").text)
    answer = head.send(f"{case}/reroute", case, delivery=delivery, office="pjf-namur")
    assert answer.status_code == 303
    assert "Choose another office" not in words(head.get(f"{case}?to={CELL}").text)
    answer = head.send(f"{case}/answer", case, office=AUDITORATE, typed=reference, answer="acknowledged")
    assert answer.headers["location"] == f"{case}?told=answered"


def test_a_case_that_is_not_there_answers_like_one_of_elsewhere(head: Caller, home: Home) -> None:
    """The same page and status, also for a form."""
    none, elsewhere = f"/board/{new_reference(2026, 999)}", f"/board/{home[1]['namur']}"
    answers = [head.get(path) for path in (elsewhere, none)]
    assert {one.status_code for one in answers} == {404}
    assert len({re.sub(r"R-26-\d{6}-\d", "", words(one.text)) for one in answers}) == 1
    assert head.send(f"{elsewhere}/call", "/board", said="x").status_code != 303
    director = Caller(home[0])
    director.sign_in(DIRECTION)
    assert director.get(elsewhere).status_code == 200


def test_a_question_is_answered_where_it_is_read(head: Caller, home: Home) -> None:
    """Its words are hidden until somebody says why; what the act refuses comes back with the words that were typed."""
    reference = home[1]["asked"]
    case = f"/board/{reference}"
    page = head.get(f"{case}?to={CELL}").text
    assert WHICH_DOOR not in unescape(page)
    assert "question" in words(page)
    why = {"purpose": "handle_referral", "case": reference}
    page = unescape(head.send(case, case, **why).text)
    assert WHICH_DOOR in page
    question = page.split('name="question" value="')[1].split('"')[0]
    refused = head.send(f"{case}/reply", case, question=question, words="x" * 4_001, **why)
    assert refused.status_code == 422
    assert "x" * 4_001 in refused.text
    answer = head.send(f"{case}/reply", case, question=question, words="Par la cour.", **why)
    assert answer.headers["location"] == f"{case}?told=replied"
    assert "question that waits for us" not in words(head.get("/board").text)
    assert "Par la cour." in head.send(case, case, **why).text


def test_who_takes_it_on_is_noted_with_the_call(head: Caller, home: Home) -> None:
    """By function, and when they ring back; a moment that has passed is refused, and what was typed comes back."""
    reference = home[1]["silent"]
    case, delivery = f"/board/{reference}", delivery_to(home[0], reference)
    sent = {"delivery": delivery, "role": "duty_officer", "number": "02 000 00 31", "said": "Oui.", "taken": "1"}
    refused = head.send(f"{case}/call", case, taker="investigator", rings_back="2020-01-01T10:00", **sent)
    assert refused.status_code == 422
    assert 'value="2020-01-01T10:00"' in refused.text
    later = (now() + timedelta(hours=5)).astimezone(BRUSSELS)
    answer = head.send(f"{case}/call", case, taker="investigator", rings_back=f"{later:%Y-%m-%dT%H:%M}", **sent)
    assert answer.status_code == 303
    said = words(head.get(f"{case}?to={CELL}").text)
    assert "taken on by: investigator" in said
    assert "Ring back, as promised" in said
    wrong = head.send(f"{case}/call", case, taker="investigator", figures="0000", **sent)
    assert wrong.status_code == 400


def test_what_a_page_asks_by_itself_keeps_no_session_alive(home: Home) -> None:
    """An open board is nobody who sits before it: only a press or another page says that the session is in use."""
    made = Caller(home[0])
    made.sign_in(HEAD)
    session_id = acts.identity.principal_of(home[0].acting(), made.token).credential

    def seen_at(moment: datetime | None = None) -> datetime:
        with home[0].store.write() as session:
            row = session.get_one(SessionRow, session_id)
            row.seen_at = moment or row.seen_at
            return row.seen_at

    long_ago = seen_at(now() - timedelta(minutes=5))
    for path in ("/board/news", "/board/rows"):
        assert made.get(path).status_code == 200
        assert seen_at() == long_ago
    made.get("/board")
    assert seen_at() > long_ago
