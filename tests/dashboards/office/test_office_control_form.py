"""A control filled in at the desk: opened in four ways, page by page, and nothing lost between two windows."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from begun_drafts import a_home_with_a_week, nothing_begun
from office_filled import fields_in, send, typed
from office_shell import INSPECTOR, OTHER, Caller, words
from sqlmodel import select

from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.reading import read_control
from inspection.i18n import LANGUAGES
from inspection.store.records import AuditEntryRow
from inspection.time_of import BRUSSELS, now, today
from inspection.trust import AppContext

UNPLANNED = {"number": "2.999.000.001", "sector": "restaurants", "origin": "own_initiative", "postcode": "4000"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with an approved week of Liège."""
    with a_home_with_a_week(tmp_path_factory.mktemp("form")) as opened:
        yield opened


@pytest.fixture(scope="module")
def inspector(home: AppContext) -> Caller:
    """Give a browser in which the inspector has signed in."""
    browser = Caller(home)
    browser.sign_in()
    return browser


@pytest.fixture
def caller(home: AppContext, inspector: Caller) -> Caller:
    """Give the inspector's browser, where nothing is begun."""
    nothing_begun(home)
    return inspector


@pytest.fixture
def draft(caller: Caller) -> str:
    """Give the id of a draft of an unplanned control."""
    answer = send(caller, "/control", "/control/unplanned", **UNPLANNED)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"]).split("/")[2]


def of_store(home: AppContext, draft: str) -> Filling:
    return acts.controls.open_draft(home.acting(INSPECTOR), draft)


def put(home: AppContext, draft: str, **parts: Any) -> None:
    """Let a draft hold something, as the form on the telephone or another window would."""
    filling = of_store(home, draft)
    filling.control.update(parts)
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)


def on_wall(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(BRUSSELS)


# How it is opened


def test_a_planned_visit_is_begun_once_and_nothing_is_chosen_beforehand(caller: Caller, home: AppContext) -> None:
    """A second press leads to the same draft; how it ended is for somebody to say."""
    visit = acts.weeks.team_visits(home.acting(INSPECTOR))[0]
    assert visit.code in words(caller.get("/control").text)
    first = caller.send("/control/planned", "/control", visit=visit.code).headers["location"]
    assert caller.send("/control/planned", "/control", visit=visit.code).headers["location"] == first
    (draft,) = acts.controls.own_drafts(home.acting(INSPECTOR))
    control = of_store(home, draft.id).control
    assert first == f"/control/{draft.id}/visit"
    assert (control["visit"], control["workplace"], control["outcome"]) == (visit.code, visit.workplace, None)
    assert "outcome" not in fields_in(caller.get(first).text, first)
    assert caller.send("/control/planned", "/control", visit="AAAAAA").status_code == 404


@pytest.mark.parametrize(
    ("typed_else", "said"),
    [({"origin": ""}, "at whose request"), ({"postcode": "9"}, "No municipality"), ({"postcode": "1050"}, "several")],
)
def test_no_unplanned_control_begins_before_all_is_said(
    caller: Caller, home: AppContext, typed_else: dict[str, str], said: str
) -> None:
    """What was typed stays; where a postcode has two municipalities they are offered."""
    answer = send(caller, "/control", "/control/unplanned", **(UNPLANNED | typed_else))
    assert (answer.status_code, said in words(answer.text)) == (422, True)
    assert 'value="2.999.000.001"' in answer.text
    assert acts.controls.own_drafts(home.acting(INSPECTOR)) == []
    if said == "several":
        place = re.findall(r'<option value="(\d{5})"', answer.text)
        begun = caller.post("/control/unplanned", typed(answer.text, "/control/unplanned", place=place[1]))
        assert of_store(home, begun.headers["location"].split("/")[2]).place == place[1]


def test_a_number_that_is_none_is_refused_in_the_form(caller: Caller) -> None:
    """With what to do, and what was typed."""
    answer = send(caller, "/control", "/control/unplanned", **(UNPLANNED | {"number": "1234567890"}))
    assert "CONTROL-261" in words(answer.text)
    assert 'value="1234567890"' in answer.text


def test_addresses_of_the_screen_lead_to_the_draft(caller: Caller, draft: str) -> None:
    """A bookmark, and a link in a message."""
    assert caller.get(f"/control?draft={draft}").headers["location"] == f"/control/{draft}/visit"
    assert caller.get(f"/control/{draft}").headers["location"] == f"/control/{draft}/visit"
    assert f"/control/{draft}/visit" in caller.get("/day").text


def test_a_draft_is_nobody_elses_and_one_that_is_gone_says_so(caller: Caller, home: AppContext, draft: str) -> None:
    """A colleague who has the address is told what is told of one that never was."""
    stranger = Caller(home)
    stranger.sign_in(OTHER)
    assert "sign-in" in Caller(home).get(f"/control/{draft}/visit").headers["location"]
    refused = {page: stranger.get(f"/control/{draft}/{page}") for page in ("visit", "persons/1", "place", "site/seen")}
    never = stranger.get(f"/control/{draft[:-1]}{'0' if draft[-1] != '0' else '1'}/visit")
    assert {one.status_code for one in refused.values()} == {never.status_code} == {404}
    assert words(refused["visit"].text) == words(never.text)
    given_up = send(caller, "/control", f"/control/{draft}/give-up")
    assert given_up.headers["location"] == "/control?told=given_up"
    assert "finished or given up" in words(caller.get(f"/control/{draft}/visit").text)


def test_a_correction_says_that_the_control_stands(caller: Caller, home: AppContext, draft: str) -> None:
    """It opens in the same form, from the page of the control."""
    control = of_store(home, draft).control | {"outcome": "closed", "left_at": now().isoformat()}
    context = home.acting(INSPECTOR)
    acts.controls.save(context, read_control(control, acts.records.checklist_for(context, control)), place="62063")
    acts.controls.drop_draft(context, draft, because="finished")
    way = caller.send(f"/inspections/{draft}/correct", f"/inspections/{draft}").headers["location"]
    assert way == f"/control/{draft}/visit"
    page = caller.get(way).text
    assert "You correct a saved control" in words(page)
    with home.store.read() as session:
        looks = select(AuditEntryRow).where(AuditEntryRow.act == "record.consult", AuditEntryRow.subject == draft)
        assert session.exec(looks).all(), "the whole control stands in the form: that is a look, and noted as one"
    assert fields_in(page, way)["outcome"] == "closed"


# The visit


def test_what_is_said_of_the_visit_is_kept(caller: Caller, home: AppContext, draft: str) -> None:
    """How it ended, in which language, at whose request, who was there; then the next page."""
    way = f"/control/{draft}/visit"
    said = {"outcome": "done", "report_language": "nl", "origin": "police", f"team__{INSPECTOR}": "1", "then": "next"}
    assert send(caller, way, **said).headers["location"] == f"/control/{draft}/persons/1"
    control = of_store(home, draft).control
    assert [control[name] for name in ("outcome", "report_language", "origin", "team")] == [
        "done", "nl", "police", [INSPECTOR],
    ]  # fmt: skip
    assert "2/3" in words(caller.get(way).text) or "3/3" in words(caller.get(way).text)
    assert send(caller, way, **{f"team__{INSPECTOR}": ""}).headers["location"].endswith("told=kept")
    assert of_store(home, draft).control["team"] == []


def test_the_facts_move_with_the_day_of_the_entry(caller: Caller, home: AppContext, draft: str) -> None:
    """Where they lay on it; a day of their own stays."""
    way, earlier = f"/control/{draft}/visit", today() - timedelta(days=3)
    assert send(caller, way, entered_on=earlier.isoformat(), entered_at="10:00").status_code == 303
    control = of_store(home, draft).control
    assert (on_wall(control["entered_at"]).hour, control["facts_on"]) == (10, earlier.isoformat())
    send(caller, way, facts_on=(earlier - timedelta(days=1)).isoformat())
    send(caller, way, entered_on=(earlier - timedelta(days=5)).isoformat())
    assert of_store(home, draft).control["facts_on"] == (earlier - timedelta(days=1)).isoformat()


def test_a_leaving_before_the_entry_is_one_of_the_night_after(caller: Caller, home: AppContext, draft: str) -> None:
    """On its day; one on an earlier day, or still to come, is told and not kept."""
    way, on = f"/control/{draft}/visit", (today() - timedelta(days=2)).isoformat()
    send(caller, way, entered_on=on, entered_at="22:30", left_at="01:15")
    left = on_wall(of_store(home, draft).control["left_at"])
    assert (left.date().isoformat(), left.hour) == ((today() - timedelta(days=1)).isoformat(), 1)
    for day, said in ((-9, "before the entry"), (9, "still to come")):
        wrong = send(caller, way, left_on=(today() + timedelta(days=day)).isoformat(), left_at="12:00")
        assert (wrong.status_code, said in words(wrong.text)) == (422, True)
        assert 'value="12:00"' in wrong.text
        assert on_wall(of_store(home, draft).control["left_at"]) == left
    ahead = send(caller, way, entered_on=(today() + timedelta(days=1)).isoformat(), outcome="closed")
    assert "still to come" in words(ahead.text)
    assert of_store(home, draft).control["outcome"] == "closed", "what can be kept is kept"


# Answers, persons


def test_the_form_follows_the_answers(caller: Caller, home: AppContext, draft: str) -> None:
    """A question appears when it has an object, and evidence is asked for; a tick is kept without a press."""
    way = f"/control/{draft}/place"
    page = caller.get(way).text
    hidden = set(re.findall(r'data-question="(\w+)"[^>]* hidden', page))
    assert "wp_obstruction_facts" in hidden
    told = json.loads(send(caller, way, w__wp_obstruction="obstructed", quiet="1").text)
    assert "wp_obstruction_facts" in told["asked_now"]
    assert told["sections_done"]["section.workplace"].startswith("1/")
    assert told["progress"]["place"].startswith("1/")
    found = json.loads(send(caller, way, w__wp_diplomatic="yes", quiet="1").text)
    assert "stop here" in str(found["notes"]["wp_diplomatic"])
    assert "stop here" in words(caller.get(way).text)
    assert of_store(home, draft).control["answers"] == {"wp_obstruction": "obstructed", "wp_diplomatic": True}


def test_an_answer_leaves_alone_what_the_page_does_not_show(caller: Caller, home: AppContext, draft: str) -> None:
    """What the form on the telephone wrote stays in the draft, to the letter."""
    seen = [{"ref": "S1", "state": "fled", "doing": "washing up"}]
    persons = [{"ref": "P1", "answers": {"q01_task": "x"}, "whereabouts": "upstairs"}]
    put(home, draft, seen=seen, persons=persons)
    send(caller, f"/control/{draft}/persons/1", w__fm_head_count="3")
    control = of_store(home, draft).control
    assert (control["answers"], control["seen"], control["persons"]) == ({"fm_head_count": 3}, seen, persons)


def test_a_person_of_the_grid_has_a_page_with_what_no_paper_holds(caller: Caller, home: AppContext, draft: str) -> None:
    """Identity and guarded questions; the check digits are told, and nothing is refused."""
    grid = f"/control/{draft}/persons/1"
    send(caller, grid, p1__name="A. B.", p1__t__documents__in_order="1")
    assert f'href="/control/{draft}/person/P1"' in caller.get(grid).text
    way, first = f"/control/{draft}/person/P1", 850_000_990
    number = f"{first}{97 - first % 97:02d}"
    said = {
        "i__national_number": number,
        "i__met_before": "no",
        "i__now_at": "stayed",
        "i__whereabouts": " with a cousin ",
    }
    assert send(caller, way, **said, w__q08_papers_held="employer", then="next").headers["location"] == grid
    (person,) = of_store(home, draft).control["persons"]
    assert {key: person[key] for key in ("name", "national_number", "met_before", "now_at", "whereabouts")} == {
        "name": "A. B.", "national_number": number, "met_before": False, "now_at": "stayed",
        "whereabouts": "with a cousin",
    }  # fmt: skip
    assert person["answers"]["q08_papers_held"] == "employer"
    assert "National register number, check digits right" in words(caller.get(way).text)
    send(caller, way, i__whereabouts="", i__met_before="")
    assert not {"whereabouts", "met_before"} & of_store(home, draft).control["persons"][0].keys()


def test_a_tick_goes_with_the_answer_that_it_gave(caller: Caller, home: AppContext, draft: str) -> None:
    """Answered otherwise on the person's own page, nobody finds a mark of "in order"."""
    send(caller, f"/control/{draft}/persons/1", p1__t__documents__in_order="1")
    assert [one["check"] for one in of_store(home, draft).control["marks"]] == ["documents"]
    send(caller, f"/control/{draft}/person/P1", w__q04_contract="none")
    control = of_store(home, draft).control
    assert (control["marks"], control["persons"][0]["answers"]["q04_contract"]) == ([], "none")


def test_a_wrong_answer_is_told_at_once(caller: Caller, home: AppContext, draft: str) -> None:
    """By the words of its constraint; one that cannot be read is shown again as it was typed."""
    caller.send(f"/control/{draft}/person", f"/control/{draft}/persons/1")
    way = f"/control/{draft}/person/P1"
    rest = next(q.id for q in home.catalogue(today()).questions.values() if "14" in q.label.en and q.constraint)
    send(caller, way, **{f"w__{rest}": "15"})
    assert "From 0 to 14 days" in words(caller.get(way).text)
    wrong = send(caller, way, **{f"w__{rest}": "many"})
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)
    assert of_store(home, draft).control["persons"][0]["answers"][rest] == 15


def test_a_person_added_by_mistake_is_taken_out_and_the_number_is_not_given_again(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """Whom a note names stays, and the page says under which part."""
    grid = f"/control/{draft}/persons/1"
    ways = [caller.send(f"/control/{draft}/person", grid).headers["location"] for _ in range(2)]
    assert [way.rpartition("/")[2] for way in ways] == ["P1", "P2"]
    put(home, draft, lookups=[{"ref": "L1", "subject": "P1"}])
    assert "P1 is still named under: Registers" in words(caller.get(ways[0]).text)
    caller.send(f"{ways[0]}/remove", grid)
    assert [one["ref"] for one in of_store(home, draft).control["persons"]] == ["P1", "P2"]
    assert send(caller, ways[1], f"{ways[1]}/remove").headers["location"] == f"{grid}?told=removed"
    assert caller.get(ways[1]).status_code == 404
    assert caller.send(f"/control/{draft}/person", grid).headers["location"].endswith("/P3")


@pytest.mark.parametrize("page", ["persons/0", "persons/999", "persons/x", "person/P9", "site/nothing", "site/seen/S9"])
@pytest.mark.few(3)
def test_a_page_that_there_is_not_is_told_so(caller: Caller, draft: str, page: str) -> None:
    assert caller.get(f"/control/{draft}/{page}").status_code == 404


# Two windows


def test_two_windows_that_change_other_fields_lose_nothing(caller: Caller, home: AppContext, draft: str) -> None:
    """What only one of them changed is taken, whichever comes last."""
    way = f"/control/{draft}/place"
    before = caller.get(way).text
    send(caller, way, w__wp_card_shown="yes")
    send(caller, f"/control/{draft}/persons/1", p1__name="A.")
    late = caller.post(way, typed(before, way, w__wp_obstruction="obstructed"))
    assert late.status_code == 303
    control = of_store(home, draft).control
    assert control["answers"] == {"wp_card_shown": True, "wp_obstruction": "obstructed"}
    assert control["persons"][0]["name"] == "A."


def test_of_a_field_that_both_windows_changed_both_texts_are_shown(
    caller: Caller, home: AppContext, draft: str
) -> None:
    """Nothing is overwritten; the next press takes what was typed, and a tick that is kept by itself waits too."""
    way = f"/control/{draft}/persons/1"
    before = caller.get(way).text
    send(caller, way, p1__c__documents="D1b here", p2__name="B.")
    mine = typed(before, way, p1__c__documents="D1c there", p3__name="C.")
    assert caller.post(way, mine | {"quiet": "1"}).status_code == 409
    late = caller.post(way, mine)
    shown = words(late.text)
    assert (late.status_code, "CONTROL-415" in shown) == (409, True)
    assert "D1b – here" in shown
    assert fields_in(late.text, way)["p1.c.documents"] == "D1c there"
    control = of_store(home, draft).control
    assert [one["answers"].get("q04_contract") for one in control["persons"]] == ["not_understood", None, None]
    assert [one.get("name") for one in control["persons"]] == [None, "B.", "C."]
    assert caller.post(way, typed(late.text, way)).status_code == 303
    assert of_store(home, draft).control["persons"][0]["answers"]["q04_contract"] != "not_understood"


def test_a_draft_that_is_kept_between_reading_and_keeping_is_read_again(
    caller: Caller, home: AppContext, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests at one moment: the later one is put into what the earlier one left."""
    true_keep, others = acts.controls.keep_draft, [{"ref": "S1", "state": "fled"}]

    def keep(context: Any, filling: Filling, **more: Any) -> None:
        if others:
            there = of_store(home, draft)
            there.control["seen"] = [others.pop()]
            true_keep(home.acting(INSPECTOR), there)
        true_keep(context, filling, **more)

    monkeypatch.setattr(acts.controls, "keep_draft", keep)
    assert send(caller, f"/control/{draft}/place", w__wp_card_shown="yes").status_code == 303
    control = of_store(home, draft).control
    assert (control["answers"], control["seen"]) == ({"wp_card_shown": True}, [{"ref": "S1", "state": "fled"}])


# What every page has


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_every_page_opens_in_each_language(caller: Caller, draft: str, lang: str) -> None:
    """And leads to each other one, with how far it is; no key of a text is left."""
    caller.client.cookies.set("vigie_language", lang)
    try:
        assert "· Team 1, liege" in caller.get(f"/control/{draft}/visit").text
        for page in ("visit", "persons/1", "place", "site/seen"):
            text = caller.get(f"/control/{draft}/{page}").text
            assert "screen." not in text
            assert all(
                f'href="/control/{draft}/{one}' in text for one in ("visit", "persons/1", "place", "site", "end")
            )
            assert text.count('aria-current="page"') >= 2
    finally:
        caller.client.cookies.set("vigie_language", "en")
