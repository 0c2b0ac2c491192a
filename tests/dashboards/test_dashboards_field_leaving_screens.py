"""The last screens of a control in Chromium, against the real server: what others read, and what the inspector sees."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_axe import faults_of
from field_phone import PIN, Phone
from playwright.sync_api import Browser, expect

from inspection import acts
from inspection.store.controls import ControlRow
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
FILL = """async ({pin, suspects}) => {
  const {desk} = (await import("/field/main.js")).desk;
  const draft = desk.draft;
  await draft.set("answers.fm_head_count", 2);
  for (const [name, tongue] of [["Ana Exemple", "pt"], ["Binh Exemple", "vi"]]) {
    const ref = await draft.addPerson({name, hearing_language: tongue});
    const told = {q02_dimona: "absent", q10_start: "18:00", q10_end: "01:00", q11_pay: "below"};
    for (const [question, value] of Object.entries(told)) await draft.set(["persons", ref, "answers", question], value);
  }
  if (suspects) {
    await desk.vault.unlockSensitive(pin);
    const yes = {decision: "yes", grounds: "told", forms: ["economic"], decided_at: "2026-03-10T18:00:00Z"};
    await draft.set("suspicion", yes);
    await draft.set(["persons", "P1", "answers", "q23_threats"], ["family"]);
    await draft.set(["persons", "P1", "answers", "q09_brought_for_work"], true);
    await draft.set(["persons", "P1", "whereabouts"], "the cellar");
    await desk.vault.lockSensitive();
  }
  await desk.go("finish", {draft: draft.id});
}"""
SHOWN = """() => {
  const copy = document.body.cloneNode(true);
  for (const part of copy.querySelectorAll(".guarded-part")) part.replaceChildren();
  for (const one of document.querySelectorAll("input, select, textarea")) copy.append(one.value);
  return copy.innerHTML;
}"""


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone in French; axe brings a script of its own."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-BE", bypass_csp=True)
    made = Phone(context, address, "fr")
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    yield made
    context.close()


def begun(phone: Phone, *, suspects: bool) -> str:
    """Begin a control of two persons, with a suspicion in its guarded part or without; open its last screen."""
    phone.tap(phone.page.locator("#bar .square").first)
    phone.title("Controls")
    phone.unplanned("Restaurants", "Liège")
    phone.page.evaluate(FILL, {"pin": PIN, "suspects": suspects})
    phone.title("Finish the control")
    draft: str = phone.page.evaluate("history.state.params.draft")
    return draft


def shown(phone: Phone) -> str:
    """Give what stands on the screen outside the guarded part, without the numbers that each drawing counts anew."""
    return re.sub(r'"(c|f)\d+"', '""', re.sub(r"\d\d:\d\d", "", phone.page.evaluate(SHOWN)))


def opened(phone: Phone, words: str, title: str) -> str:
    """Open a screen from the last one, and give what stands on it."""
    phone.tap(phone.page.get_by_role("button", name=phone.roughly(words)).first)
    phone.title(title)
    return shown(phone)


def back(phone: Phone) -> None:
    """Go back to the last screen."""
    phone.tap(phone.page.locator("#page").get_by_role("button", name=phone.exactly("Back")))
    phone.title("Finish the control")


def last_screens(phone: Phone) -> list[str]:
    """Give the last screen and those that others are shown from it, the guarded part closed."""
    found = [shown(phone)]
    for words, title in (
        ("Show or print", "Visit record"),
        ("Ana Exemple", "Read and sign"),
        ("Employer", "Read and sign"),
    ):
        found.append(opened(phone, words, title))
        back(phone)
    return found


def test_two_controls_that_differ_in_a_suspicion_end_on_the_same_screens(phone: Phone):
    """Letter by letter outside the guarded part: the finish, the visit record, both summaries; closed and open."""
    begun(phone, suspects=False)
    plain = last_screens(phone)
    begun(phone, suspects=True)
    assert last_screens(phone) == plain
    phone.page.evaluate("async (pin) => (await import('/field/main.js')).desk.desk.vault.unlockSensitive(pin)", PIN)
    opened(phone, "Proofs to complete", "Proofs to complete")
    back(phone)
    assert shown(phone) == plain[0]
    assert phone.faults() == []


def test_a_text_is_read_signed_or_refused_and_kept_word_for_word(phone: Phone, office: AppContext):
    """Offline, one signs, the employer refuses; the visit record is shown; the office holds all of it and prints it."""
    found: dict[str, Any] = {}
    draft = begun(phone, suspects=True)
    with phone.offline():
        opened(phone, "Proofs to complete", "Proofs to complete")
        assert phone.page.locator(".pointed > li").count() == 2
        back(phone)
        opened(phone, "Ana Exemple", "Read and sign")
        phone.page.get_by_label(phone.exactly("In which language?")).select_option("fr")
        expect(phone.page.locator(".paper")).to_contain_text("18:00")
        assert faults_of(phone, "signature") == []
        expect(phone.page.locator("#frame")).to_be_hidden()
        found["read"] = phone.page.locator(".paper p").all_inner_texts()
        phone.write(phone.label("Name"), "Ana Exemple")
        phone.tap(phone.chip("signed"))
        phone.tap(phone.button("Keep the signature"))
        phone.title("Finish the control")
        opened(phone, "Employer", "Read and sign")
        phone.tap(phone.chip("refuses to sign"))
        phone.tap(phone.button("Keep the signature"))
        expect(phone.page.get_by_text(phone.roughly("A reason is needed"))).to_be_visible()
        phone.write(phone.page.locator("textarea"), "wants a lawyer")
        phone.tap(phone.button("Keep the signature"))
        phone.title("Finish the control")
        opened(phone, "Show or print", "Visit record")
        assert faults_of(phone, "visit record") == []
        phone.tap(phone.button("Show on the screen"))
        expect(phone.page.locator("#frame")).to_be_hidden()
        expect(phone.page.locator("button:visible")).to_have_count(1)
        paper = phone.page.locator(".paper").inner_text()
        assert not re.search("Ana|Binh|Dimona IN|EUR|€", paper)
        phone.tap(phone.button("Close"))
        back(phone)
        phone.tap(phone.chip("Control carried out"))
        phone.tap(phone.button("Finish and send"))
        phone.page.locator(".pad input").fill(PIN)
        phone.page.keyboard.press("Enter")
        phone.title("Queue")
    expect(phone.page.get_by_text(phone.roughly("Received by the office"))).to_be_visible(timeout=120_000)
    control = held(office, draft)
    ana, employer = control["summaries"]
    assert (ana["person"], ana["answer"], ana["language"], ana["is_checked"]) == ("P1", "signed", "fr", False)
    assert ana["text"].split("\n") == found["read"]
    assert ana["sha256"] == hashlib.sha256(ana["text"].encode()).hexdigest()
    assert ana["signature"] in [one["sha256"] for one in control["attachments"]]
    assert (employer["person"], employer["answer"], employer["reason"]) == ("employer", "refused", "wants a lawyer")
    assert control["visit_record"]["given"] == "shown"
    assert acts.controls.visit_record(office.acting(INSPECTOR), draft).pdf[:5] == b"%PDF-"
    named_by_the_office(phone)
    assert phone.faults() == []


def named_by_the_office(phone: Phone) -> None:
    """What was concluded stands by name on a screen of its own; what guarded answers led to opens with the PIN."""
    phone.page.evaluate("async () => (await import('/field/main.js')).desk.desk.vault.lockSensitive()")
    phone.tap(phone.button("Findings concluded, by name").first)
    phone.title("Findings concluded, by name")
    names = phone.page.locator(".pointed .card-title")
    expect(names.first).to_be_visible()
    open_ones = names.all_inner_texts()
    phone.tap(phone.button("Open with the PIN"))
    phone.page.locator(".pad input").fill(PIN)
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".guarded-part .card-title").first).to_be_visible()
    assert not set(open_ones) & set(phone.page.locator(".guarded-part .card-title").all_inner_texts())


def held(office: AppContext, control_id: str) -> dict[str, Any]:
    """Give a control as the office holds it."""
    with office.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        found: dict[str, Any] = json.loads(office.store.unseal("control.body", row.id, row.body))
        return found
