"""The grid of a control on a phone: how many taps and screens a control takes, and what each tap records."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_phone import PIN, Phone
from playwright.sync_api import Browser, Locator, expect

from inspection import acts
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
KEPT = "async () => (await import('/field/main.js')).desk.desk.draft.control"
WORDS = {"pay_and_time": "q11_pay", "papers": "q08_papers_held", "lodging": "q15_sleeps", "freedom": "q17_freedom"}
SHOWN = {"q04_contract": "understood", "q04_copy": True, "q05_part_time": ["nothing"], "doc_payslip_given": True}
WHERE = "() => { const one = document.getElementById('page'); return [one.scrollTop, one.clientHeight]; }"
EIGHT = tuple(range(1, 9))


class Thumb:
    """A thumb that counts its taps, and how many heights of the screen pass under it."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.taps, self.screens = phone, 0, 1.0

    def tap(self, what: Locator, *, opens: bool = False) -> None:
        """Tap something, after moving the page as far as it takes; `opens`: a screen that is read from its top."""
        before, height = self.phone.page.evaluate(WHERE)
        what.scroll_into_view_if_needed()
        self.screens += abs(self.phone.page.evaluate(WHERE)[0] - before) / height + opens
        self.phone.tap(what)
        self.taps += 1

    def words(self, n: int, *exceptions: str) -> None:
        """Note in one word each what a person says."""
        expect(self.phone.page.get_by_role("heading", level=1, name=f"P{n}")).to_be_visible()
        for key in WORDS:
            if key not in exceptions:
                self.tap(self.phone.page.locator(f"[data-word={key}] .say").first)


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone on which a control was begun, its grid in sight and its chapters closed."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
    made = Phone(context, address)
    made.reads = False
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    made.tap(made.button("Unplanned control"))
    made.tap(made.chip("Restaurants"))
    made.tap(made.chip("Own initiative"))
    made.write(made.label("Municipality"), "Liège")
    made.tap(made.button("Begin the control"))
    expect(made.page.locator(".count-pad")).to_be_visible()
    yield made
    context.close()


def control(phone: Phone) -> dict[str, Any]:
    """Give the control as it stands on the phone."""
    found: dict[str, Any] = phone.page.evaluate(KEPT)
    return found


def columns_and_place(thumb: Thumb) -> None:
    """Close what is read or shown for everybody, and the place."""
    phone = thumb.phone
    thumb.tap(phone.button("Grid"), opens=True)
    expect(phone.page.locator("table.grid")).to_be_visible()
    thumb.tap(phone.page.get_by_role("button", name="Documents, P1: open"))
    thumb.tap(phone.button("Documents: whole column"))
    thumb.tap(phone.page.locator(".copy .button"))
    for column in ("Social security", "Foreign labour"):
        thumb.tap(phone.button(f"{column}: whole column"))
        thumb.tap(phone.page.locator(".panel .way").first)
    for row in phone.page.locator(".lines .acts").all():
        thumb.tap(row.get_by_role("button").first)


def finished(thumb: Thumb) -> None:
    """Finish and send, with the PIN of the guarded part, whose digits are not counted and whose key is."""
    phone = thumb.phone
    thumb.tap(phone.button("Finish"), opens=True)
    thumb.tap(phone.chip("Control carried out"))
    thumb.tap(phone.button("Finish and send"))
    phone.page.locator(".pad input").fill(PIN)
    thumb.tap(phone.page.locator(".pad").get_by_role("button", name="Finish and send"))
    phone.title("Queue")


def test_a_plain_control_of_eight_takes_sixty_taps_and_twenty_five_screens(phone: Phone, office: AppContext) -> None:
    """Each person's pay, papers, lodging and freedom are their own; documents are taken over and say so."""
    thumb = Thumb(phone)
    thumb.tap(phone.page.locator(".count-pad button").nth(7))
    for n in EIGHT:
        thumb.tap(phone.button("Next person"), opens=True)
        thumb.words(n)
    columns_and_place(thumb)
    draft, raw = phone.page.evaluate("history.state.params.draft"), control(phone)
    finished(thumb)
    print(f"plain: {thumb.taps} taps, {thumb.screens:.1f} screens")
    assert thumb.taps <= 60
    assert thumb.screens <= 25
    marks = {(one["person"], one["check"]): one for one in raw["marks"]}
    assert {one["kind"] for (_, check), one in marks.items() if check == "freedom"} == {"asked"}
    assert "q17_freedom" not in str(raw), "what is guarded stands nowhere else"
    assert [marks[f"P{n}", "documents"].get("of") for n in EIGHT] == [None, *["P1"] * 7]
    expect(phone.page.get_by_text("Received by the office")).to_be_visible(timeout=120_000)
    sent = json.loads(acts.controls.export_control(office.acting(INSPECTOR), draft))
    for answers in (person["answers"] for person in sent["persons"]):
        assert {key: answers[key] for key in SHOWN} == SHOWN
        assert answers["q17_freedom"] == ["free"]
        asked = {"q10_hours", "q02_dimona", "q03_status_holds", "q09_stay", "q09_permit"}
        assert set(answers) == asked | set(SHOWN) | set(WORDS.values()), "nothing that was not asked is answered"
    assert sent["answers"]["fm_head_count"] == len(EIGHT)
    assert len(sent["marks"]) == len(raw["marks"])
    assert phone.faults() == []


def test_one_exception_a_person_takes_a_hundred_taps(phone: Phone) -> None:
    """Eight times a Dimona that is not there: the chapter and two answers, as it is said, before the next person."""
    thumb = Thumb(phone)
    thumb.tap(phone.page.locator(".count-pad button").nth(7))
    for n in EIGHT:
        thumb.tap(phone.button("Next person"), opens=True)
        thumb.words(n)
        thumb.tap(phone.page.locator("#s-social_security"))
        thumb.tap(phone.question("q02_dimona").locator(".chip").nth(3))
        thumb.tap(phone.question("q02_worker_knew").locator(".chip").first)
    thumb.tap(phone.button("Grid"), opens=True)
    expect(phone.page.locator(".cell.differs")).to_have_count(8)
    thumb.tap(phone.page.get_by_role("button", name="Documents, P1: open"))
    thumb.tap(phone.button("Documents: whole column"))
    thumb.tap(phone.page.locator(".copy .button"))
    thumb.tap(phone.button("Foreign labour: whole column"))
    thumb.tap(phone.page.locator(".panel .way").first)
    for row in phone.page.locator(".lines .acts").all():
        thumb.tap(row.get_by_role("button").first)
    finished(thumb)
    print(f"one exception each: {thumb.taps} taps, {thumb.screens:.1f} screens")
    assert thumb.taps <= 100
    assert phone.faults() == []


def at(phone: Phone, milliseconds: int) -> None:
    """Let the next tap come at a moment."""
    phone.page.evaluate(f"window.tapsAt = {milliseconds}")


def test_a_cell_is_filled_once_and_cleared_by_its_own_sign_only(phone: Phone) -> None:
    """A second tap within a moment opens nothing; a later one opens the chapter; an answer by hand takes the mark."""
    phone.page.locator(".count-pad button").nth(7).dblclick()
    assert control(phone).get("seen") is None, "what came under the thumb was not tapped"
    assert control(phone)["answers"]["fm_head_count"] == 8
    phone.tap(phone.button("Next person"))
    phone.tap(phone.page.locator("[data-word=papers] .say").first)
    phone.tap(phone.page.locator("[data-word=papers] .say").first)
    assert control(phone)["persons"][0]["answers"] == {"q08_papers_held": "self"}
    phone.tap(phone.button("Clear “keeps them”"))
    assert control(phone)["persons"][0]["answers"] == {}
    assert control(phone)["marks"] == []
    phone.tap(phone.button("Grid"))
    cell = phone.page.get_by_role("button", name=phone.roughly("Documents, P1:"))
    at(phone, 900_000)
    cell.click()
    at(phone, 900_500)
    cell.click()
    assert control(phone)["persons"][0]["answers"] == SHOWN
    expect(phone.page.locator("table.grid")).to_be_visible()
    at(phone, 902_000)
    cell.click()
    expect(phone.page.locator("#s-social_documents")).to_be_in_viewport()
    expect(phone.page.locator("details.chapter[open]")).to_have_count(1)
    phone.choose("q04_contract", 2)
    kept = control(phone)
    assert (kept["persons"][0]["answers"]["q04_contract"], kept["marks"]) == ("differs", [])
    phone.tap(phone.button("Grid"))
    expect(phone.page.get_by_role("button", name=phone.roughly("Documents, P1: differs"))).to_be_visible()
    assert phone.faults() == []


def test_a_guarded_word_is_kept_behind_its_own_key(phone: Phone) -> None:
    """In order and otherwise look the same on the card; what was said is there once the guarded part opens."""
    phone.tap(phone.page.locator(".count-pad button").first)
    phone.tap(phone.button("Next person"))
    phone.tap(phone.page.locator("[data-word=freedom] .say").first)
    expect(phone.page.locator("[data-word=freedom] small")).not_to_be_empty()
    said = phone.page.locator("[data-word=freedom]").inner_text()
    phone.tap(phone.button("Next person"))
    phone.tap(phone.page.locator("[data-word=freedom] .say").last)
    expect(phone.page.locator("[data-word=freedom] small")).not_to_be_empty()
    assert [line for line in said.split() if ":" not in line] == [
        line for line in phone.page.locator("[data-word=freedom]").inner_text().split() if ":" not in line
    ]
    phone.kept()
    phone.page.reload()
    phone.unlock()
    phone.tap(phone.page.get_by_role("button", name="Go on"))
    expect(phone.page.locator("table.grid")).to_be_visible()
    assert "q17" not in str(control(phone))
    phone.tap(phone.button("P1"))
    phone.open_guarded()
    expect(phone.question("q17_freedom").locator("input").first).to_be_checked()
    assert control(phone)["persons"][0]["answers"] == {"q17_freedom": ["free"]}
    assert control(phone)["persons"][1]["answers"] == {}
    assert phone.faults() == []
