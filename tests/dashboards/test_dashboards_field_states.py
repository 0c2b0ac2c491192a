"""Axe on the states of the field form that a tap opens: what stands open, asks once more, is refused, or is locked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_axe import faults_of
from field_phone import PIN, Phone
from playwright.sync_api import Browser, expect

from inspection import acts
from inspection.i18n import Lang
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
WRONG = "000000"
LOOKS: tuple[tuple[Lang, str], ...] = (
    ("fr", "light"),
    ("de", "dark"),
)  # the other tests use it in English, without axe
A_LATER_DECLARATION = """async () => {
  const {desk} = (await import("/field/main.js")).desk;
  await desk.draft.set("lookups", [{ref: "L1", register: "dimona", subject: "workplace", result: "found", note: "",
    looked_up_at: "2026-11-25T08:00:00Z", declared_at: "2026-11-25T08:00:30Z"}]);
}"""


@pytest.fixture
def a_phone(browser: Browser, address: str) -> Iterator[Callable[[Lang, str], Phone]]:
    """Give a function that makes a phone of a language and a colour scheme, not yet enrolled."""
    with ExitStack() as opened:

        def made(lang: Lang, scheme: str) -> Phone:
            context = browser.new_context(
                viewport={"width": 390, "height": 844},
                locale=f"{lang}-BE",
                color_scheme=scheme,
                bypass_csp=True,  # axe brings a script of its own
            )
            opened.callback(context.close)
            return Phone(context, address, lang)

        yield made


@pytest.fixture(params=LOOKS)
def phone(request: pytest.FixtureRequest, a_phone: Callable[[Lang, str], Phone], office: AppContext) -> Phone:
    """Give an enrolled phone of each look."""
    made = a_phone(*request.param)
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    return made


def a_person(phone: Phone, n: int) -> None:
    """Go on to somebody new."""
    phone.tap(phone.button("Next person"))
    phone.title(f"P{n}")
    phone.write(phone.label("Name"), f"Person {n}")


def back(phone: Phone, title: str) -> None:
    """Go back to the screen before."""
    phone.tap(phone.page.locator("#page").get_by_role("button", name=phone.exactly("Back")))
    phone.title(title)


def pin(phone: Phone, digits: str) -> None:
    """Type a PIN on the pad in sight."""
    phone.page.locator(".pad input").fill(digits)
    phone.page.keyboard.press("Enter")


def see(phone: Phone, words: str) -> None:
    """Wait until words stand on the page."""
    expect(phone.page.locator("#page").get_by_text(phone.roughly(words)).first).to_be_visible()


@pytest.mark.few(1)
@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_on_enrolment_the_locked_form_and_the_numbers_without_a_control(
    a_phone: Callable[[Lang, str], Phone], office: AppContext, lang: Lang, scheme: str
):
    """A wrong code, two PINs that differ, a wrong PIN at the door, the guarded part's own PIN, numbers by district."""
    phone = a_phone(lang, scheme)
    found = _enrolled(phone, acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    phone.tap(phone.button("List of steps"))
    phone.title("Steps")
    phone.label("District").select_option(index=1)
    found += faults_of(phone, "steps without a control")
    back(phone, "Controls")
    phone.tap(phone.button("PIN of the guarded part"))
    phone.title("PIN of the guarded part")
    found += faults_of(phone, "second PIN")
    back(phone, "Controls")
    phone.tap(phone.button("Lock"))
    phone.title("Hello")
    pin(phone, WRONG)
    see(phone, "This PIN is wrong.")
    found += faults_of(phone, "locked, a wrong PIN")
    found += _ended(phone)
    assert found == []
    assert phone.faults() == []


def _ended(phone: Phone) -> list[str]:
    """Let the telephone's clock go far ahead: what is said before and after the PIN, and where a new code is typed."""
    phone.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=100))
    phone.page.reload()
    see(phone, "By this telephone's clock it is")
    found = faults_of(phone, "locked, its days over")
    pin(phone, PIN)
    see(phone, "Until then no new control can be begun here.")
    found += faults_of(phone, "start, its days over")
    phone.page.wait_for_load_state("networkidle")  # what the office answers draws the page anew, under the thumb
    phone.tap(phone.button("Type a new code of the office"))
    phone.title("New code")
    return found + faults_of(phone, "a new code")


def _enrolled(phone: Phone, url: str) -> list[str]:
    """Enrol with a slip at each step; gives what axe finds on the way."""
    phone.page.goto(f"{phone.address}/field/")
    phone.label("Code").fill("NO-SUCH-CODE")
    phone.tap(phone.button("Go on"))
    see(phone, "The code is not accepted.")
    found = faults_of(phone, "enrol, a wrong code")
    phone.label("Code").fill(url.partition("#enrol=")[2])
    phone.tap(phone.button("Go on"))
    phone.title("Your number")
    phone.label("Your telephone number").fill("12")
    phone.tap(phone.button("Go on"))
    see(phone, "This is no telephone number")
    found += faults_of(phone, "enrol, no telephone number")
    phone.tap(phone.button("Without a number for now"))
    phone.title("Choose a PIN")
    for digits in (PIN, WRONG):
        pin(phone, digits)
    see(phone, "The two PINs differ.")
    found += faults_of(phone, "PINs that differ")
    for digits in (PIN, PIN):
        pin(phone, digits)
    phone.title("Controls")
    return found


@pytest.mark.few(1)
def test_axe_on_the_cards_of_a_control(phone: Phone):
    """A stop, a hearing as it begins and as it is kept, a person's removal, the guarded part locked and open."""
    phone.tap(phone.button("Unplanned control"))
    phone.tap(phone.button("Begin the control"))
    see(phone, "First choose the sector")
    found = faults_of(phone, "unplanned, nothing chosen")
    back(phone, "Controls")
    phone.unplanned("Restaurants", "Liège")
    found += _stopped(phone)
    a_person(phone, 1)
    phone.tap(phone.page.get_by_role("button", name=phone.roughly("Take this person out")))
    see(phone, "was added by mistake?")
    found += faults_of(phone, "removal of a person")
    phone.tap(phone.button("Keep"))
    phone.tap(phone.button("Open with the PIN"))
    pin(phone, WRONG)
    see(phone, "This PIN is wrong.")
    found += faults_of(phone, "guarded part, a wrong PIN")
    pin(phone, PIN)
    expect(phone.button("Close again")).to_be_visible()
    phone.tap(phone.page.locator("section.extra .row button").first)
    found += faults_of(phone, "guarded part, what was said of the centres")
    phone.tap(phone.button("Close again"))
    found += faults_of(phone, "guarded part, locked again")
    assert found == []
    assert phone.faults() == []


def _stopped(phone: Phone) -> list[str]:
    """Answer what stops a control, begin a hearing all the same, and take the answer back."""
    phone.choose("wp_diplomatic", 0)
    expect(phone.question("wp_diplomatic").locator(".stop-card")).to_be_visible()
    found = faults_of(phone, "stop card")
    phone.tap(phone.button("New hearing").last)
    phone.title("Hearing")
    phone.tap(phone.button("Begin the hearing now"))
    see(phone, "First choose the person")
    found += faults_of(phone, "hearing, with a stop and nothing chosen")
    for choice in range(2):
        phone.tap(phone.page.locator("#page fieldset").nth(choice).locator(".chip").first)
    phone.label("Language").select_option("ro")
    phone.tap(phone.button("Begin the hearing now"))
    phone.write(phone.label("Statement"), "what was said")
    phone.tap(phone.button("Ended now"))
    found += faults_of(phone, "hearing")
    back(phone, "The workplace")
    phone.choose("wp_diplomatic", 0)
    expect(phone.page.locator(".stop-card:visible")).to_have_count(0)
    return found


@pytest.mark.few(1)
def test_axe_on_what_is_left_open_at_the_end(phone: Phone):
    """Answers missing, impossible ones and evidence; persons where nobody can be; the PIN for what is guarded."""
    phone.unplanned("Restaurants", "Liège")
    phone.write(phone.question("fm_hidden").locator("input"), "1")
    phone.write(phone.question("fm_first_seen_at").locator("input"), "12:00")
    a_person(phone, 1)
    phone.write(phone.question("q01_seen_at").locator("input"), "11:00")
    phone.tap(phone.button("Finish"))
    phone.title("Finish the control")
    for kind in ("button.fault", "button.needs"):
        expect(phone.page.locator(f"#page {kind}").first).to_be_visible()
    phone.tap(phone.chip("Closed"))
    see(phone, "with this outcome the office refuses the control")
    found = faults_of(phone, "left open, and persons behind a closed door")
    back(phone, "P1 Person 1")
    phone.write(phone.question("q01_seen_at").locator("input"), "12:30")
    phone.open_guarded()
    phone.choose("q17_freedom", 3)
    phone.tap(phone.button("Close again"))
    phone.place()
    phone.write(phone.question("fm_head_count").locator("input"), "1")
    phone.tap(phone.button("Finish"))
    phone.tap(phone.chip("Control carried out"))
    phone.tap(phone.button("Finish and send"))
    pin(phone, WRONG)
    see(phone, "This PIN is wrong.")
    found += faults_of(phone, "finish, the guarded part locked")
    phone.tap(phone.button("Home"))
    phone.tap(phone.page.get_by_role("button", name=phone.roughly("Discard this draft")))
    see(phone, "The office has nothing of this control.")
    found += faults_of(phone, "a draft to be discarded")
    assert found == []
    assert phone.faults() == []


@pytest.mark.few(1)
def test_axe_on_the_first_report_and_on_a_draft_that_is_stuck(phone: Phone):
    """Locked, without grounds, refused and received; then the whole control refused, and taken out as a file."""
    phone.unplanned("Restaurants", "Liège")
    phone.write(phone.question("fm_head_count").locator("input"), "1")
    phone.page.evaluate(A_LATER_DECLARATION)
    phone.tap(phone.button("Decision"))
    pin(phone, WRONG)
    see(phone, "This PIN is wrong.")
    found = faults_of(phone, "decision, locked")
    pin(phone, PIN)
    phone.decide("Yes")
    phone.tap(phone.button("Send the first report"))
    see(phone, "First write the grounds")
    found += faults_of(phone, "first report without grounds")
    phone.write(phone.label("Grounds"), "telephone taken away")
    phone.tap(phone.chip("economic"))
    phone.report()
    expect(phone.page.locator("#notice")).to_contain_text(phone.roughly("refused by the office"))
    see(phone, "CONTROL-362")
    found += faults_of(phone, "first report refused")
    phone.tap(phone.button("Home"))
    see(phone, "First report refused:")
    found += faults_of(phone, "start, with a refused report")
    found += _exporting(phone, "queue, a refused report")
    found += _finished_and_refused(phone)
    found += _received(phone)
    assert found == []
    assert phone.faults() == []


def _exporting(phone: Phone, state: str) -> list[str]:
    """Open the way out of the queue for a draft that will not go, with a password that is too short."""
    phone.tap(phone.page.locator("#state"))
    phone.title("Queue")
    phone.tap(phone.page.get_by_text(phone.roughly("Take out as a file")))
    phone.label("Password, at least ten signs").fill("short")
    phone.tap(phone.button("Save the file"))
    see(phone, "This password is too short.")
    return faults_of(phone, state)


def _finished_and_refused(phone: Phone) -> list[str]:
    """Finish the control as it stands: the office refuses it whole."""
    phone.tap(phone.button("Correct"))
    expect(phone.button("Next person")).to_be_visible()
    phone.tap(phone.button("Finish"))
    phone.tap(phone.chip("Control carried out"))
    phone.tap(phone.button("Finish and send"))
    phone.title("Queue")
    see(phone, "Refused by the office")
    see(phone, "CONTROL-362")
    return _exporting(phone, "queue, a stuck draft")


def _received(phone: Phone) -> list[str]:
    """Mend the control and send its first report again; it arrives, and has a receipt in the queue."""
    phone.tap(phone.button("Correct"))
    expect(phone.button("Next person")).to_be_visible()
    phone.page.evaluate(A_LATER_DECLARATION.replace("08:00:30Z", "07:59:00Z"))
    phone.tap(phone.button("Decision"))
    phone.tap(phone.button("Send the first report"))
    see(phone, "Received by the office")
    found = faults_of(phone, "first report received")
    phone.tap(phone.button("Back"))
    phone.tap(phone.button("Finish"))
    phone.tap(phone.chip("Control carried out"))
    phone.tap(phone.button("Finish and send"))
    phone.title("Queue")
    expect(phone.page.locator("#page").get_by_text(phone.roughly("Received by the office"))).to_be_visible(
        timeout=120_000
    )
    phone.tap(phone.page.get_by_text(phone.roughly("receipt(s)")))
    return found + faults_of(phone, "queue, received")


def test_the_scan_would_find_one(a_phone: Callable[[Lang, str], Phone]):
    """A scan that finds nothing proves something only if it can."""
    phone = a_phone("en", "light")
    phone.page.goto(f"{phone.address}/field/")
    phone.title("Enrol this device")
    phone.page.add_style_tag(content="h1 { color: #eee !important; }")
    assert [one.partition(" at ")[0] for one in faults_of(phone, "enrol")] == ["enrol: color-contrast"]
