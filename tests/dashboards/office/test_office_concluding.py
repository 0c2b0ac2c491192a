"""The end of a control at the desk: what is missing, the suspicion, exhibits, and the saving that happens once."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from begun_drafts import EXPLOITED, a_draft
from office_shell import INSPECTOR, OTHER, Caller, a_home, token_in, words

from dashboards.office.concluding.addresses import page_of_part
from inspection import acts
from inspection.acts.controls import Filling
from inspection.i18n import LANGUAGES, Lang, bound, t
from inspection.store.controls import drafts
from inspection.time_of import day_in_brussels, now, today
from inspection.trust import AppContext

PICTURE = b"\xff\xd8\xff\xe0 a synthetic picture"
Begin = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which an inspector has signed in."""
    with a_home(tmp_path_factory.mktemp("concluding") / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def caller(home: AppContext) -> Caller:
    """Give a browser in which the inspector has signed in."""
    browser = Caller(home)
    browser.sign_in()
    return browser


@pytest.fixture
def begin(home: AppContext) -> Iterator[Begin]:
    """Give a function that begins a draft of a restaurant and returns its id; what is left of it is given up."""
    begun: list[str] = []

    def one(**more: Any) -> str:
        begun.append(a_draft(home, **more))
        return begun[-1]

    yield one
    for draft in {one.id for one in drafts(home.store, INSPECTOR)} & {*begun}:
        acts.controls.drop_draft(home.acting(INSPECTOR), draft, because="given_up")


def end(draft: str, *parts: str) -> str:
    return "/".join(("/control", draft, "end", *parts))


def draft_of(home: AppContext, draft: str) -> Filling:
    return acts.controls.open_draft(home.acting(INSPECTOR), draft)


def fields_of(caller: Caller, draft: str) -> dict[str, str]:
    """The hidden fields of the page as it stands now."""
    page = caller.get(end(draft)).text
    (of,) = re.findall(r'name="of" value="([^"]*)"', page)
    return {"form_token": token_in(page), "of": of}


def decide(caller: Caller, draft: str, decision: str, grounds: str = "papers held", **more: str) -> Any:
    sent = {**fields_of(caller, draft), "decision": decision, "grounds": grounds, "form.economic": "1", **more}
    return caller.post(end(draft, "decide"), sent)


def lacks(page: str) -> dict[str, str]:
    """What the page names as missing, by its words, with where each leads."""
    (found,) = re.findall(r'<section aria-labelledby="lacks">(.*?)</section>', page, re.S)
    return {words(text): way for way, text in re.findall(r'<a href="([^"]*)">(.*?)</a>', found, re.S)}


def test_what_is_missing_is_named_and_leads_to_its_page(caller: Caller, begin: Begin) -> None:
    """The outcome, a question of the place, one of a person, and what is not accepted; saving names all of them."""
    draft = begin(
        outcome=None, answers={}, persons=[{"ref": "P1", "answers": {"q10_rest_days": 15}}], facts_on="2020-01-01"
    )
    page = caller.get(end(draft)).text
    named = lacks(page)
    assert named['First say, under "The visit", how the control ended.'] == f"/control/{draft}/visit"
    places = set(named.values())
    assert f"/control/{draft}/place#q-fm_head_count" in places
    assert f"/control/{draft}/person/P1#q-" in {way.rpartition("q-")[0] + "q-" for way in places}
    refused = caller.post(end(draft), fields_of(caller, draft))
    assert refused.status_code == 422
    assert "Nothing is saved" in words(refused.text)
    assert lacks(refused.text) == named


def test_a_control_of_an_earlier_day_does_not_end_now(caller: Caller, home: AppContext, begin: Begin) -> None:
    """Nobody said when they left, and it was not the moment of typing."""
    then = now() - timedelta(days=3)
    draft = begin(entered_at=then.isoformat(), facts_on=day_in_brussels(then).isoformat())
    assert list(lacks(caller.get(end(draft)).text).values()) == [f"/control/{draft}/visit"]
    assert caller.post(end(draft), fields_of(caller, draft)).status_code == 422
    assert draft_of(home, draft).control["left_at"] is None


def test_a_control_is_saved_once_and_leads_to_its_page(caller: Caller, home: AppContext, begin: Begin) -> None:
    """A second press, a second tab and Back are led to where the first was."""
    draft = begin()
    sent = fields_of(caller, draft)
    assert "Nothing is missing" in words(caller.get(end(draft)).text)
    for _ in range(2):
        saved = caller.post(end(draft), sent)
        assert (saved.status_code, saved.headers["location"]) == (303, f"/inspections/{draft}?told=saved")
    assert caller.get(end(draft)).headers["location"] == f"/inspections/{draft}?told=saved"
    assert "The control is saved" in words(caller.get(f"/inspections/{draft}?told=saved").text)
    assert not [one for one in drafts(home.store, INSPECTOR) if one.id == draft]
    shown = acts.controls.show_control(home.acting(INSPECTOR), draft)
    assert shown.control.left_at is not None


def test_what_was_changed_in_another_tab_is_looked_at_before_it_is_saved(
    caller: Caller, home: AppContext, begin: Begin
) -> None:
    """Nobody saves what they have not seen."""
    draft = begin()
    sent = fields_of(caller, draft)
    filling = draft_of(home, draft)
    filling.control["answers"]["fm_head_count"] = 7
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)
    refused = caller.post(end(draft), sent)
    assert refused.status_code == 409
    assert "The draft has changed since" in words(refused.text)
    assert caller.post(end(draft), fields_of(caller, draft)).status_code == 303
    assert acts.controls.show_control(home.acting(INSPECTOR), draft).control.answers["fm_head_count"] == 7


def test_broken_off_in_between_the_next_press_saves_the_same(
    caller: Caller, home: AppContext, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control is there, its draft too: pressed again nothing is saved twice, and the draft goes."""
    draft = begin()
    with monkeypatch.context() as patch:
        patch.setattr(acts.controls, "drop_draft", lambda *_, **__: (_ for _ in ()).throw(RuntimeError))
        assert caller.post(end(draft), fields_of(caller, draft)).status_code == 500
    first = acts.controls.show_control(home.acting(INSPECTOR), draft).control
    assert caller.post(end(draft), fields_of(caller, draft)).status_code == 303
    assert acts.controls.show_control(home.acting(INSPECTOR), draft).control == first
    assert not [one for one in drafts(home.store, INSPECTOR) if one.id == draft]


def test_a_refusal_of_the_act_leaves_a_control_that_goes_on(
    caller: Caller, home: AppContext, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why it was refused stands on the page, and nobody has left yet."""
    draft = begin(offenders=[{"ref": "O1", "role": "no_such_role"}])
    refused = caller.post(end(draft), fields_of(caller, draft))
    assert "CONTROL-397" in words(refused.text)
    assert draft_of(home, draft).control["left_at"] is None


def test_a_yes_leaves_at_once_with_its_reference_and_whom_to_ring(
    caller: Caller, home: AppContext, begin: Begin
) -> None:
    """From a control that lacks answers; kept again it is no second referral, and the control is finished later."""
    draft = begin(answers={}, left_at=now().isoformat())
    led = decide(caller, draft, "yes")
    assert led.headers["location"].startswith(end(draft) + "?told=referred")
    reference = draft_of(home, draft).referral
    assert reference
    page = caller.get(led.headers["location"].partition("#")[0]).text
    assert f"Referral {reference} has left" in words(page)
    assert f'href="/board/{reference}"' in page
    rung = re.findall(r'<ul class="rings">(.*?)</ul>', page, re.S)
    assert rung
    assert all("tel:" in one or "number" in one for one in re.findall(r"<li>(.*?)</li>", rung[0], re.S))
    decide(caller, draft, "yes", "papers held, and beaten")
    assert draft_of(home, draft).referral == reference
    given_up = caller.send(f"/control/{draft}/give-up", "/control")
    assert (given_up.status_code, "CONTROL-420" in given_up.text) == (400, True), "nobody could finish it"
    filling = draft_of(home, draft)
    filling.control["answers"]["fm_head_count"] = 1
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)
    assert caller.post(end(draft), fields_of(caller, draft)).status_code == 303


@pytest.mark.parametrize("decision", ["yes", "no"])
def test_a_decision_without_its_words_is_refused_and_kept_on_the_page(
    caller: Caller, home: AppContext, begin: Begin, decision: str
) -> None:
    """A yes needs grounds and a no a reason; until then nothing has left, and the page says so."""
    draft = begin()
    refused = decide(caller, draft, decision, " ")
    assert refused.status_code == 422
    assert "A yes needs grounds" in words(refused.text)
    assert re.search(rf'value="{decision}" required checked', refused.text)
    assert draft_of(home, draft).referral is None
    assert ("nothing has left yet" in words(caller.get(end(draft)).text)) is (decision == "yes")
    assert decide(caller, draft, decision).status_code == 303


def test_no_decision_is_none(caller: Caller, home: AppContext, begin: Begin) -> None:
    """Nothing is chosen beforehand, and nothing is kept of a form without a choice."""
    draft = begin()
    assert decide(caller, draft, "", "some words").status_code == 400
    assert draft_of(home, draft).control["suspicion"] is None


def test_the_moment_of_a_decision_is_that_of_the_decision(caller: Caller, home: AppContext, begin: Begin) -> None:
    """Not of the last word of its grounds."""
    draft = begin()
    decide(caller, draft, "no")
    first = draft_of(home, draft).control["suspicion"]
    decide(caller, draft, "no", "papers held for a day")
    second = draft_of(home, draft).control["suspicion"]
    assert (second["decided_at"], second["grounds"]) == (first["decided_at"], "papers held for a day")
    decide(caller, draft, "undecided", "")
    assert draft_of(home, draft).control["suspicion"]["decided_at"] != first["decided_at"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_follows_by_the_rules_stands_there_in_each_language(
    caller: Caller, home: AppContext, begin: Begin, lang: Lang
) -> None:
    """Findings, deadlines, and the grounds of the proposal with the answers that show them; nothing of it decided."""
    draft = begin(persons=[{"ref": "P1", "answers": EXPLOITED}])
    caller.client.cookies.set("vigie_language", lang)
    page = words(caller.get(end(draft)).text)
    caller.client.cookies.set("vigie_language", "en")
    label = home.acting(INSPECTOR).app.catalogue(today()).questions["q10_hours"].label.say(lang)
    assert f"“{label}”" in page
    for key in ("conclusion.positive", "ending.by_rules", "suspicion.note"):
        assert bound(t(f"screen.{key}", lang), lang).replace("\N{NO-BREAK SPACE}", " ") in page
    assert "screen." not in page


def test_a_correction_says_why_and_changes_nothing_that_is_the_same(
    caller: Caller, home: AppContext, begin: Begin
) -> None:
    """Unchanged it stays a draft; changed, with a reason, it is saved and leads to the control."""
    draft = begin()
    caller.post(end(draft), fields_of(caller, draft))
    acts.controls.begin_correction(home.acting(INSPECTOR), draft)
    page = caller.get(end(draft)).text
    assert 'name="because"' in page
    assert 'name="decision"' not in page
    unchanged = caller.post(end(draft), {**fields_of(caller, draft), "because": "typo"})
    assert unchanged.headers["location"] == end(draft) + "?told=unchanged"
    filling = draft_of(home, draft)
    filling.control["answers"]["fm_head_count"] = 2
    acts.controls.keep_draft(home.acting(INSPECTOR), filling)
    refused = caller.post(end(draft), {**fields_of(caller, draft), "because": " "})
    assert "CONTROL-383" in refused.text
    saved = caller.post(end(draft), {**fields_of(caller, draft), "because": "typo"})
    assert saved.headers["location"] == f"/inspections/{draft}?told=corrected"
    assert "The correction is saved" in words(caller.get(f"/inspections/{draft}?told=corrected").text)


def test_of_a_draft_that_is_gone_nobody_is_told_that_what_they_sent_is_kept(
    caller: Caller, home: AppContext, begin: Begin
) -> None:
    """A yes or a picture in a second tab, and a correction that was given up in a first one."""
    draft = begin()
    sent = fields_of(caller, draft)
    caller.post(end(draft), sent)
    for part, more in (("decide", {"decision": "yes", "grounds": "x", "form.economic": "1"}), ("files/remove", {})):
        assert caller.post(end(draft, part), {**sent, **more}).status_code == 404
    acts.controls.begin_correction(home.acting(INSPECTOR), draft)
    sent = fields_of(caller, draft)
    acts.controls.drop_draft(home.acting(INSPECTOR), draft, because="given_up")
    late = caller.post(end(draft), {**sent, "because": "typo"})
    assert late.headers["location"] == f"/inspections/{draft}"


def test_what_is_wrong_in_the_grid_leads_to_it(home: AppContext, begin: Begin) -> None:
    """A box of the place stands above the grid, one of a person on their page too."""
    filling = draft_of(home, begin())
    assert page_of_part(filling, "marks") == f"/control/{filling.id}/persons/1"
    assert page_of_part(filling, "persons", "P2") == f"/control/{filling.id}/person/P2"


def test_facts_of_a_day_to_which_no_rules_reach_are_named(caller: Caller, home: AppContext, begin: Begin) -> None:
    """A year that was typed wrong, or facts of long ago: the page opens, says so, and nothing is saved."""
    draft = begin(facts_from="1006-01-05")
    assert "a day to which no rules reach" in words(caller.get(end(draft)).text)
    for refused in (decide(caller, draft, "yes"), caller.post(end(draft), fields_of(caller, draft))):
        assert (refused.status_code, "CONTROL-419" in refused.text) == (400, True)
    assert draft_of(home, draft).control["left_at"] is None


def put(caller: Caller, draft: str, content: bytes = PICTURE, kind: str = "image/jpeg", **fields: str) -> Any:
    """Send a file as a browser does."""
    token = token_in(caller.get(end(draft, "files")).text)
    headers = {"accept": "text/html", "origin": "http://127.0.0.1:8501"}
    files = {"file": ("picture.jpg", content, kind)}
    return caller.client.post(end(draft, "files"), data={"form_token": token, **fields}, files=files, headers=headers)


def test_a_photograph_is_sealed_named_once_for_each_thing_shown_and_taken_out(
    caller: Caller, home: AppContext, begin: Begin
) -> None:
    """Given again for the same, its new words stand; and one picture may prove two answers."""
    draft = begin(persons=[{"ref": "P1", "answers": {}}])
    assert "Nothing is kept yet" in words(caller.get(end(draft, "files")).text)
    assert put(caller, draft, words="a door", person="P1").headers["location"] == end(draft, "files") + "?told=kept"
    put(caller, draft, words="a locked door", person="P1")
    put(caller, draft, question="fm_head_count")
    kept = draft_of(home, draft).control["attachments"]
    assert [(one["person"], one["question"], one["comment"]) for one in kept] == [
        ("P1", None, "a locked door"),
        (None, "fm_head_count", ""),
    ]
    page = caller.get(end(draft, "files")).text
    shown = caller.get(end(draft, "files", kept[0]["sha256"]))
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/jpeg")
    which = re.findall(r'name="which" value="([^"]*)"', page)[0]
    caller.post(end(draft, "files", "remove"), {"form_token": token_in(page), "which": which})
    assert [one["question"] for one in draft_of(home, draft).control["attachments"]] == ["fm_head_count"]


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [(b"GIF89a", "image/gif", "CONTROL-301"), (b"no picture", "image/jpeg", "CONTROL-301"), (b"", "", "CONTROL-418")],
)
def test_what_is_no_exhibit_is_refused_on_the_page(
    caller: Caller, home: AppContext, begin: Begin, content: bytes, kind: str, code: str
) -> None:
    """By the act, with what to do."""
    draft = begin()
    assert code in put(caller, draft, content, kind).text
    assert not draft_of(home, draft).control.get("attachments")


def test_a_file_that_is_too_large_is_not_read(caller: Caller, home: AppContext, begin: Begin) -> None:
    """It is refused by its announced length."""
    draft = begin()
    refused = put(caller, draft, b"\xff\xd8\xff" + bytes(home.settings.field.attachment_bytes + 200_000))
    assert "CONTROL-302" in refused.text


def test_words_without_a_file_are_kept_and_taken_back(caller: Caller, home: AppContext, begin: Begin) -> None:
    """They stand alone, on an answer or on the place."""
    draft = begin()
    put(caller, draft, b"", "", words="the cellar was dark", question="fm_head_count")
    (one,) = draft_of(home, draft).control["comments"]
    assert (one["words"], one["question"]) == ("the cellar was dark", "fm_head_count")
    page = caller.get(end(draft, "files")).text
    which = re.findall(r'name="which" value="([^"]*)"', page)[0]
    caller.post(end(draft, "files", "remove"), {"form_token": token_in(page), "which": which})
    assert draft_of(home, draft).control["comments"] == []


def test_the_end_of_a_draft_is_nobody_elses(caller: Caller, home: AppContext, begin: Begin) -> None:
    """Nor are its exhibits, and nothing tells that it is there."""
    draft = begin()
    put(caller, draft)
    stranger = Caller(home)
    stranger.sign_in(OTHER)
    sha256 = draft_of(home, draft).control["attachments"][0]["sha256"]
    unknown = "01935c2e-7b00-7abc-8def-0123456789ab"
    for parts in ((), ("files",), ("files", sha256)):
        theirs, none = stranger.get(end(draft, *parts)), stranger.get(end(unknown, *parts))
        assert (theirs.status_code, words(theirs.text)) == (none.status_code, words(none.text))
        assert theirs.status_code >= 400
