"""A thumb on the field form: everything can be reached, a trembling tap counts once, and words change at once."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_phone import NUMBER, PIN, Phone
from field_targets import covered
from playwright.sync_api import Browser, ViewportSize, expect
from sqlmodel import col, select

from inspection import acts
from inspection.acts.bundles import bundle_of
from inspection.i18n import Lang
from inspection.store.people import UserRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
Scheme = Literal["light", "dark"]
KEPT = "async () => (await import('/field/main.js')).desk.desk.draft.control"


@pytest.fixture
def a_phone(browser: Browser, address: str, office: AppContext) -> Iterator[Callable[..., Phone]]:
    """Give a function that makes an enrolled phone; with whatever number the office knew before."""
    with ExitStack() as opened:

        def made(
            number: str | None = NUMBER, known: str | None = None, lang: Lang = "en", scheme: Scheme = "light"
        ) -> Phone:
            with office.store.write() as session:
                user = session.get_one(UserRow, INSPECTOR)
                user.telephone = office.store.seal("app_user.telephone", user.id, known) if known else None
            size: ViewportSize = {"width": 390, "height": 844}
            context = browser.new_context(
                viewport=size, locale=f"{lang}-BE", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce"
            )
            opened.callback(context.close)
            phone = Phone(context, address, lang)
            phone.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url, number)
            return phone

        yield made


@pytest.fixture
def phone(a_phone: Callable[..., Phone]) -> Phone:
    """Give an enrolled phone."""
    return a_phone()


def a_person(phone: Phone, n: int) -> None:
    """Go on to somebody new."""
    phone.tap(phone.button("Next person"))
    phone.title(f"P{n}")
    phone.write(phone.label("Name"), f"Person {n}")


OF_A_CARD = ("New hearing", "Photo", "Signature", "Comment", "Note a look-up", "Add a period", "Finish")


def test_nothing_covers_anything_that_can_be_tapped(phone: Phone) -> None:
    """Every screen of the smallest telephone, with and without a network, and under a notice."""
    found = walked(phone)
    assert not found, "\n".join(found)
    assert phone.faults() == []


@pytest.mark.tour
@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("nl", "dark"), ("de", "light"), ("en", "dark")])
def test_every_screen_is_sound_in_every_language(a_phone: Callable[..., Phone], lang: Lang, scheme: Scheme) -> None:
    """The same walk at three sizes, past axe, and with text of twice the size, where nothing may leave the screen."""
    phone = a_phone(lang=lang, scheme=scheme)
    phone.closely = True
    found = walked(phone)
    assert not found, "\n".join(found)
    assert phone.faults() == []


def walked(phone: Phone) -> list[str]:
    """Go through every screen, and give what is wrong on them."""
    found = covered(phone, "start")
    for words in ("Unplanned control", "PIN of the guarded part", "Wipe everything off this device"):
        phone.tap(phone.button(words))
        found += covered(phone, words)
        phone.tap(phone.page.locator("#page .heading button"))
        phone.title("Controls")
    phone.unplanned("Restaurants", "Liège")
    phone.tap(phone.button("Runs away"))
    found += covered(phone, "place")
    for n in range(1, 6):
        a_person(phone, n)
    phone.open_guarded()
    found += covered(phone, "person")
    phone.tap(phone.button("Grid"))
    phone.tap(phone.page.locator(".head").nth(1))
    found += covered(phone, "grid")
    phone.tap(phone.button("P5 Person 5"))
    phone.title("P5")
    for words in OF_A_CARD:
        phone.tap(phone.button(words).first)
        phone.page.locator(".heading").wait_for()
        found += covered(phone, words)
        phone.tap(phone.page.locator("#page .heading button"))
        phone.title("P5")
    found += pictured(phone)
    found += decided(phone)
    return found + without_a_key(phone)


SHOTS = """async () => {
  const {desk} = (await import('/field/main.js')).desk;
  for (const tint of ['#333', '#777', '#bbb']) {
    const canvas = new OffscreenCanvas(900, 600), pen = canvas.getContext('2d');
    pen.fillStyle = tint;
    pen.fillRect(0, 0, 900, 600);
    await desk.draft.addAttachment(await canvas.convertToBlob({type: 'image/jpeg'}), {kind: 'photo'});
  }
  desk.go('photos', {draft: desk.draft.id});
}"""


def pictured(phone: Phone) -> list[str]:
    """Walk through the photographs, one of them to be marked, and the map of the round."""
    phone.page.evaluate(SHOTS)
    phone.page.locator(".pick").first.wait_for()
    phone.tap(phone.page.locator(".pick").first)
    found = covered(phone, "photos")
    phone.tap(phone.button("Pixelate or mark"))
    phone.title("Marked copy")
    found += covered(phone, "marking")
    phone.tap(phone.button("Back"))
    phone.page.locator(".pick").first.wait_for()
    phone.page.evaluate("async () => (await import('/field/main.js')).desk.desk.go('round')")
    phone.title("Round")
    phone.tap(phone.chip("Yes"))
    found += covered(phone, "round")
    for _ in range(2):
        phone.page.go_back()
    phone.title("P5")
    return found


def decided(phone: Phone) -> list[str]:
    """Walk through the decision, the card of steps, the brochure and the queue, with a notice above them."""
    phone.tap(phone.button("Decision"))
    phone.title("My decision")
    if phone.page.locator(".pad").count():
        phone.page.locator(".pad input").fill(PIN)
        phone.page.keyboard.press("Enter")
    phone.decide("Yes")
    phone.write(phone.label("Grounds"), "telephone taken away")
    phone.tap(phone.chip("economic"))
    phone.tap(phone.button("Send the first report"))
    phone.page.locator("#asked-first h3").wait_for()
    found = covered(phone, "decision")
    phone.page.evaluate("async () => (await import('/field/main.js')).notice.warn('Not kept: '.repeat(12))")
    found += covered(phone, "decision, under a notice")
    phone.tap(phone.page.locator("#notice"))
    for words in ("List of steps", "Show the brochure"):
        phone.tap(phone.button(words).first)
        found += covered(phone, words)
    phone.tap(phone.page.locator("#state"))
    phone.title("Queue")
    return found + covered(phone, "queue")


def without_a_key(phone: Phone) -> list[str]:
    """Walk through what is there without the PIN."""
    phone.tap(phone.button("Hide everything"))
    found = covered(phone, "hidden")
    phone.tap(phone.page.locator(".wall-clock"))
    phone.title("Hello")
    found += covered(phone, "unlock")
    phone.page.evaluate("async () => { await (await import('/field/main.js')).vault.wipe('revoked'); }")
    phone.title("This device is empty")
    found += covered(phone, "erased")
    phone.tap(phone.button("Begin anew"))
    phone.title("Enrol this device")
    return found + covered(phone, "enrol")


def at(phone: Phone, milliseconds: int) -> None:
    """Let the next tap come at a moment."""
    phone.page.evaluate(f"window.tapsAt = {milliseconds}")


def test_a_second_tap_within_a_moment_changes_nothing(phone: Phone) -> None:
    """Of a choice, of somebody added; later it takes the answer back, and a counter counts every tap."""
    phone.unplanned("Restaurants", "Liège")
    chip = phone.question("wp_as_expected").locator(".chip").first
    for moment, answer in ((100_000, True), (100_599, True), (101_198, True), (101_900, None), (102_600, True)):
        at(phone, moment)
        chip.click()
        assert phone.page.evaluate(KEPT)["answers"].get("wp_as_expected") == answer, moment
        assert chip.locator("input").is_checked() == bool(answer)
    more = phone.question("fm_head_count").get_by_role("button").last
    more.dblclick()
    assert phone.page.evaluate(KEPT)["answers"]["fm_head_count"] == 2
    phone.button("Next person").dblclick()
    phone.title("P1")
    assert len(phone.page.evaluate(KEPT)["persons"]) == 1
    phone.place()
    phone.button("Next: P1").dblclick()
    phone.title("P1")
    assert len(phone.page.evaluate(KEPT)["persons"]) == 1
    several = phone.page.locator("#page input[type=checkbox]").first
    at(phone, 110_000)
    several.dblclick()
    assert several.is_checked()
    assert phone.faults() == []


def test_a_keyboard_takes_an_answer_back(phone: Phone) -> None:
    """Space on a radio that is on does nothing in any browser: Delete does it."""
    phone.unplanned("Restaurants", "Liège")
    radio = phone.question("wp_as_expected").locator("input").first
    radio.focus()
    phone.page.keyboard.press("Space")
    assert phone.page.evaluate(KEPT)["answers"]["wp_as_expected"] is True
    phone.page.keyboard.press("Delete")
    assert "wp_as_expected" not in phone.page.evaluate(KEPT)["answers"]
    assert not radio.is_checked()


def test_the_worker_s_language_shows_at_once(phone: Phone) -> None:
    """Chosen, changed, and taken back, on the card in sight; where there are no words, that is said."""
    phone.unplanned("Restaurants", "Liège")
    a_person(phone, 1)
    lines = phone.page.locator("#page .worker:visible")
    tongue = phone.label("Language of the hearing")
    expect(lines).to_have_count(0)
    tongue.select_option("ro")
    expect(phone.page.locator("#page .worker[lang=ro]").first).to_be_visible()
    shown = lines.count()
    tongue.select_option("uk")
    expect(phone.page.locator("#page .worker[lang=uk]")).to_have_count(shown)
    expect(phone.page.locator("#page .worker[lang=ro]")).to_have_count(0)
    tongue.select_option("el")
    expect(lines).to_have_count(0)
    expect(phone.page.get_by_text("Not available in this language")).to_be_visible()
    tongue.select_option("")
    expect(phone.page.get_by_text("Not available in this language")).to_have_count(0)
    assert phone.faults() == []


def asked(phone: Phone) -> None:
    """Decide yes and press the button: what police ask first is asked."""
    phone.unplanned("Restaurants", "Liège")
    for n in (1, 2):
        a_person(phone, n)
    phone.open_guarded()
    phone.choose("q17_freedom", 3)
    phone.label("Where the person is now").fill("in the kitchen")
    phone.tap(phone.button("Decision"))
    phone.decide("Yes")
    phone.write(phone.label("Grounds"), "telephone taken away")
    phone.tap(phone.chip("economic"))
    phone.tap(phone.button("Send the first report"))
    expect(phone.page.get_by_text("Before it leaves")).to_be_visible()


def reported(phone: Phone, office: AppContext) -> dict:
    """Wait for the office's receipt; give the data of the first report."""
    expect(phone.page.locator("main")).to_contain_text("Received by the office", timeout=120_000)
    control = phone.page.evaluate(KEPT)["control_id"]
    with office.store.read() as session:
        referral = session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == control)).one()
        rows = session.exec(select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id)).all()
    row = next(one for one in rows if one.recipient.startswith("aud-"))
    found: dict = json.loads(dict(bundle_of(office.store, row).files)["data.json"])
    return found


def test_a_report_leaves_with_what_police_ask_first_and_whom_to_ring(
    a_phone: Callable[..., Phone], office: AppContext
) -> None:
    """Asked where nobody has said it, the number too where none is known; it is in the report and not asked again."""
    phone = a_phone(number=None)
    asked(phone)
    first = phone.page.locator("#asked-first")
    expect(first.get_by_text("Where are they now? P1 Person 1")).to_be_visible()
    expect(first.get_by_text("Person 2")).to_have_count(0)
    phone.tap(first.locator(".chips.three .chip").first)
    phone.tap(first.locator(".chip", has_text="knows or may have heard that calls are made"))
    phone.write(first.get_by_label("Where are they now?"), "in the cellar")
    phone.tap(phone.button("Send the first report"))
    expect(phone.page.get_by_text("Answer each point")).to_be_visible()
    phone.write(first.get_by_label("Your telephone number"), "0470 00 00 01")
    phone.tap(phone.button("Send the first report"))
    report = reported(phone, office)
    assert report["contact_telephone"] == "0470 00 00 01"
    assert (report["danger_now"], report["employer_knows"]) == (True, ["calls"])
    assert [one["where_now"] for one in report["persons"]] == ["in the cellar", "in the kitchen"]
    phone.tap(phone.button("Send the first report"))
    expect(first.get_by_role("heading")).to_have_count(0)
    assert phone.faults() == []


def test_not_known_is_an_answer_and_holds_nothing_back(a_phone: Callable[..., Phone], office: AppContext) -> None:
    """It stands in the control as said; a number that the office knows is shown and not asked."""
    phone = a_phone(number="0470 00 00 03", known="0470 00 00 02")
    asked(phone)
    first = phone.page.locator("#asked-first")
    expect(phone.page.get_by_text("ring you back on 0470 00 00 03")).to_be_visible()
    expect(first.get_by_label("Your telephone number")).to_have_count(0)
    phone.tap(first.locator(".chip", has_text="knows or may have heard that calls are made"))
    for unknown in first.locator(".chip", has_text=phone.exactly("Not known")).all():
        phone.tap(unknown)
    phone.tap(phone.button("Send the first report"))
    report = reported(phone, office)
    assert (report["danger_now"], report["employer_knows"], report["contact_telephone"]) == (None, [], "0470 00 00 03")
    kept = phone.page.evaluate(KEPT)
    assert set(kept["suspicion"]["not_known"]) == {"ob_danger_now", "ob_employer_knows", "P1"}
    assert phone.faults() == []
