"""Paper comes back: a page of one's own team is opened by its code, and copied into the draft of its visit."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from begun_drafts import a_home_with_a_week, nothing_begun
from office_shell import INSPECTOR, OTHER, Caller, token_in, words

from inspection import acts
from inspection.control.on_paper import paper_code, version_letters
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.sealing import with_check_letter
from inspection.store.views import VisitView
from inspection.trust import AppContext, Context


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with an approved week of Liège."""
    with a_home_with_a_week(tmp_path_factory.mktemp("paper")) as opened:
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
def visit(home: AppContext) -> VisitView:
    """Give a visit of the inspector's team that waits for its control."""
    waiting = acts.weeks.team_visits(home.acting(INSPECTOR))
    return next(one for one in waiting if one.control_id is None)


def code_of(home: AppContext, visit: VisitView, page: int = 1) -> str:
    context = home.acting(INSPECTOR)
    return paper_code(visit.code, acts.records.checklist_on(context.app, visit.sector, visit.day).sha256, page)


def opened(caller: Caller, home: AppContext, visit: VisitView, page: int = 1) -> str:
    """Open a page by its code; returns where it is."""
    answer = caller.send("/paper", "/paper", code=code_of(home, visit, page).lower())
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def send(caller: Caller, way: str, **fields: str) -> Any:
    """Send a page with what stands in its hidden fields and what is copied; a name has __ for a dot."""
    page = caller.get(way).text
    shown = re.findall(r'name="(entered_on|entered_at|of)"[^>]*? value="([^"]*)"', page)
    typed = {name.replace("__", "."): value for name, value in fields.items()}
    return caller.post(way, {"form_token": token_in(page), **dict(shown), **typed})


def cell(page: str, name: str) -> str:
    (found,) = re.findall(rf'<textarea[^>]* name="{re.escape(name)}"[^>]*>([^<]*)</textarea>', page)
    return str(found)


def draft_of(home: AppContext) -> dict[str, Any]:
    (draft,) = acts.controls.own_drafts(home.acting(INSPECTOR))
    return acts.controls.open_draft(home.acting(INSPECTOR), draft.id).control


def test_ticks_and_words_come_back_as_a_draft_that_is_a_control(caller, home, visit):
    """Grid and place, with who copied which page; it is read strictly, and saved by the act of every control."""
    way = opened(caller, home, visit)
    kept = send(
        caller,
        way,
        w__fm_head_count="2",
        w__t__place_safety__in_order="1",
        p1__name="A. B.",
        p1__t__documents__in_order="1",
        p2__c__documents="D1b shown late",
        then="place",
    )
    assert kept.headers["location"].endswith("/2/1")
    place = {"w__wp_card_shown": "yes", "w__q14_safety__in_order": "1"}
    form = send(caller, kept.headers["location"], **place, then="form").headers["location"]
    control = draft_of(home)
    assert form == f"/control/{control['control_id']}/visit"
    assert control["outcome"] is None, "the paper does not say how the visit ended: that is asked in the form"
    control["outcome"] = "done"
    assert (control["visit"], control["workplace"]) == (visit.code, visit.workplace)
    assert control["answers"] == {"fm_head_count": 2, "q14_safety": ["in_order"], "wp_card_shown": True}
    assert [mark["check"] for mark in control["marks"]] == ["place_safety", "documents"]
    assert [person["answers"].get("q04_contract") for person in control["persons"]] == ["understood", "not_understood"]
    assert [(page["code"], page["by"]) for page in control["paper"]] == [
        (code_of(home, visit, page), INSPECTOR) for page in (1, 2)
    ]
    context = home.acting(INSPECTOR)
    read = read_control(control, acts.records.checklist_for(context, control))
    assert acts.controls.save(context, read).is_new
    acts.controls.drop_draft(context, control["control_id"], because="finished")


def test_the_page_shows_what_the_draft_holds_and_what_a_code_means(caller, home, visit):
    """In words, so that a wrong letter is seen; what is no code is named and stays."""
    way = opened(caller, home, visit)
    send(caller, way, p1__c__documents="D1b", p3__c__documents="D99x lost", p2__t__papers__in_order="1")
    page = caller.get(way).text
    assert cell(page, "p1.c.documents") == "D1b"
    label = home.acting(INSPECTOR).app.catalogue(visit.day).questions["q04_contract"].label.en
    assert label in words(page)
    assert cell(page, "p3.c.documents") == "D99x lost"
    assert "D99x" in words(page.partition("Not understood")[2])
    assert re.search(r'name="p2.t.papers.in_order" value="1"[^>]* checked', page)


def test_a_code_opens_nothing_for_another_team_or_without_sign_in(caller, home, visit):
    """The other team is told what a code of no visit is told; whoever has not signed in is told nothing."""
    way, code = opened(caller, home, visit), code_of(home, visit)
    stranger = Caller(home)
    assert stranger.get(way).status_code in (302, 303, 401)
    assert "sign-in" in stranger.get(way).headers.get("location", "sign-in")
    stranger.sign_in(OTHER)
    refused = stranger.send("/paper", "/paper", code=code)
    unknown = stranger.send("/paper", "/paper", code=paper_code("AAAAAA", "0" * 64, 1))
    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert words(refused.text).replace(code, "") == words(unknown.text).replace("AAAAAA", "")
    assert stranger.get(way).status_code == 404


def test_a_page_of_another_version_is_refused(caller, home, visit):
    """Its letters may stand for other answers."""
    assert version_letters("0" * 64) not in code_of(home, visit)
    other = with_check_letter(f"{visit.code}{version_letters('0' * 64)}1")
    assert "CONTROL-412" in caller.send("/paper", "/paper", code=other).text
    assert acts.controls.own_drafts(home.acting(INSPECTOR)) == []


def test_what_was_changed_elsewhere_is_not_overwritten(caller, home, visit):
    """The page comes back with what was typed, and its next press keeps it."""
    way = opened(caller, home, visit)
    page = caller.get(way).text
    (version,) = re.findall(r'name="of" value="([^"]*)"', page)
    send(caller, way, p1__c__documents="D1b")
    sent = {"form_token": token_in(page), "of": version, "p1.c.documents": "D1c typed"}
    late = caller.post(way, sent)
    assert (late.status_code, "D1c typed" in late.text) == (409, True)
    assert draft_of(home)["persons"][0]["answers"]["q04_contract"] == "not_understood"
    assert caller.post(way, {**sent, "quiet": "1"}).status_code == 409


def test_a_tick_is_kept_without_leaving_the_page(caller, home, visit):
    """The page's script is told by what the draft is known from now on."""
    way = opened(caller, home, visit)
    told = json.loads(send(caller, way, p1__t__lodging__in_order="1", quiet="1").text)
    assert draft_of(home)["persons"][0]["answers"] == {"q15_sleeps": "own"}
    assert f'value="{told["of"]}"' in caller.get(way).text


def test_a_page_of_paper_does_not_move_a_leaving_that_was_typed_in_the_form(caller, home, visit):
    """It has an hour only: what the form says of the day, and the telephone of the seconds, stays."""
    way, context = opened(caller, home, visit), home.acting(INSPECTOR)
    (draft,) = acts.controls.own_drafts(context)
    filling = acts.controls.open_draft(context, draft.id)
    hours = {"entered_at": "2026-01-05T09:00:07+00:00", "left_at": "2026-01-06T13:00:00+00:00"}
    acts.controls.keep_draft(context, replace(filling, control={**filling.control, **hours, "facts_on": "2026-01-05"}))
    send(caller, way, left_at="14:00", p1__name="A.")
    control = draft_of(home)
    assert ({name: control[name] for name in hours}, control["persons"][0]["name"]) == (hours, "A.")


def test_a_field_that_cannot_be_read_is_shown_again_and_the_others_are_kept(caller, home, visit):
    """Two boxes of one check are one of them."""
    way = opened(caller, home, visit)
    fields = {"p1__t__foreign_labour__valid": "1", "p1__t__foreign_labour__not_needed": "1"}
    wrong = send(caller, way, w__fm_head_count="many", p1__c__documents="D1b", **fields)
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)
    control = draft_of(home)
    assert "fm_head_count" not in control["answers"]
    assert control["persons"][0]["answers"] == {"q04_contract": "not_understood"}


def test_guarded_answers_of_the_draft_are_neither_shown_nor_touched(caller, home, visit):
    """What the control form holds of a suspicion stays there."""
    way, context = opened(caller, home, visit), home.acting(INSPECTOR)
    (draft,) = acts.controls.own_drafts(context)
    filling = acts.controls.open_draft(context, draft.id)
    filling.control["persons"] = [{"ref": "P1", "answers": {"q01_task": "SECRET-1"}, "whereabouts": "SECRET-2"}]
    filling.control["answers"] = {"cl_remarks": "SECRET-3"}
    acts.controls.keep_draft(context, filling)
    assert "SECRET" not in caller.get(way).text + caller.get(way.replace("/1/1", "/2/1")).text
    send(caller, way, p1__c__documents="D1b")
    control = draft_of(home)
    assert control["persons"][0]["answers"] == {"q01_task": "SECRET-1", "q04_contract": "not_understood"}
    assert (control["persons"][0]["whereabouts"], control["answers"]) == ("SECRET-2", {"cl_remarks": "SECRET-3"})


def test_pages_of_another_control_or_copied_by_another_are_refused(home: AppContext, caller, visit):
    """By the strict reading, and by the act that saves."""
    send(caller, opened(caller, home, visit), p1__name="A.")
    context, control = home.acting(INSPECTOR), draft_of(home)
    for code in (
        "nothing",
        paper_code("AAAAAA", control["checklist"]["sha256"], 1),
        paper_code(visit.code, "0" * 64, 1),
    ):
        with pytest.raises(ControlFault, match="CONTROL-413"):
            read(context, {**control, "paper": [{**control["paper"][0], "code": code}]})
    other = {**control, "paper": [{**control["paper"][0], "by": OTHER}]}
    with pytest.raises(ControlFault, match="CONTROL-414"):
        acts.controls.save(context, read(context, other))


def read(context: Context, control: dict[str, Any]) -> Any:
    return read_control({**control, "outcome": "done"}, acts.records.checklist_for(context, control))
