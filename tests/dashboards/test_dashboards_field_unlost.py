"""Nothing unsent is lost on a telephone: not to its clock, not to wrong PINs; only the office's word takes it away."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_phone import PIN, Phone
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as PlaywrightError

from inspection import acts
from inspection.store.people import DeviceRow
from inspection.store.queries import control_body
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
HUNDRED_DAYS = timedelta(days=100)
LEFT = """async () => {
  const {transact} = (await import("/field/main.js")).database;
  const count = (store) => transact(store, "readonly", (objects, keep) => {
    objects.count().onsuccess = (event) => keep(event.target.result);
  });
  return [await count("device"), await count("records"), await caches.keys(), Object.keys(localStorage)];
}"""
OURS = "async () => (await (await fetch('/field/api/me')).json()).device"


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone of its own, with a control begun, in which something was answered."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
    made = Phone(context, address)
    made.enrol(a_code(office))
    made.unplanned("Restaurants", "Liège")
    answered(made, 6)
    yield made
    context.close()


def a_code(office: AppContext) -> str:
    """Give the address of an invitation."""
    return acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url


def answered(phone: Phone, n: int) -> None:
    """Answer how many were seen, and wait until it is kept."""
    phone.write(phone.question("fm_head_count").locator("input"), str(n))
    phone.kept()


def started_at(phone: Phone, moment: datetime) -> None:
    """Begin the page anew with the telephone's clock at a moment."""
    phone.page.clock.set_fixed_time(moment)
    phone.page.reload()


def on_with_it(phone: Phone) -> None:
    """Open the control that was begun."""
    phone.tap(phone.page.get_by_role("button", name=phone.roughly("Go on")).first)
    phone.place()


def finished(phone: Phone) -> str:
    """Finish the control, and give its id."""
    draft: str = phone.page.evaluate("history.state.params.draft")
    phone.tap(phone.button("Finish"))
    phone.tap(phone.chip("Control carried out"))
    phone.tap(phone.button("Finish and send"))
    phone.title("Queue")
    return draft


def ended(phone: Phone, office: AppContext) -> str:
    """Let the days of the device be over at the office; gives its id."""
    device: str = phone.page.evaluate(OURS)
    with office.store.write() as session:
        session.get_one(DeviceRow, device).expires_at = datetime.now(UTC) - timedelta(minutes=1)
    return device


@pytest.mark.battery(reason="test_a_clock_that_is_wrong_locks_and_takes_nothing holds it below the screens")
def test_a_clock_a_hundred_days_ahead_locks_and_the_right_one_goes_on(phone: Phone, office: AppContext) -> None:
    """Without a network all along: locked, with the reason; right again, all is there; with a network it arrives."""
    now = datetime.now(UTC)
    with phone.offline():
        started_at(phone, now + HUNDRED_DAYS)
        why = phone.page.get_by_text("By this telephone's clock it is")
        expect(why).to_be_visible()
        phone.unlock()
        expect(why).to_be_visible()
        expect(phone.page.get_by_text("no new control can be begun here")).to_be_visible()
        expect(phone.button("Unplanned control")).to_have_count(0)
        expect(phone.page.get_by_role("button", name="Go on")).to_have_count(1)
        started_at(phone, now + timedelta(minutes=5))
        phone.title("Hello")
        expect(why).to_have_count(0)
        phone.unlock()
        expect(phone.button("Unplanned control")).to_be_visible()
        on_with_it(phone)
        expect(phone.question("fm_head_count").locator("input")).to_have_value("6")
        answered(phone, 7)
    draft = finished(phone)
    expect(phone.page.get_by_text("Received by the office")).to_be_visible(timeout=120_000)
    assert '"fm_head_count":7' in str(control_body(office.store, draft)).replace(" ", "")
    assert phone.faults() == []


def test_on_its_last_day_a_device_hands_in_what_it_holds(phone: Phone, office: AppContext) -> None:
    """A true end: what was begun is finished and arrives, nothing new begins, and a new code makes it good again."""
    ended(phone, office)
    phone.tap(phone.button("Home"))
    phone.tap(phone.button("Fetch missions"))
    expect(phone.page.get_by_text("The office says that this device's time is over")).to_be_visible()
    expect(phone.button("Unplanned control")).to_have_count(0)
    on_with_it(phone)
    draft = finished(phone)
    expect(phone.page.get_by_text("Received by the office")).to_be_visible(timeout=120_000)
    assert control_body(office.store, draft)
    phone.tap(phone.button("Home").first)
    phone.tap(phone.button("Type a new code of the office"))
    phone.title("New code")
    expect(phone.page.get_by_text("Everything on this device stays")).to_be_visible()
    phone.label("Code").fill(a_code(office).partition("#enrol=")[2])
    phone.tap(phone.page.locator("form").get_by_role("button", name="Go on"))
    phone.title("Controls")
    expect(phone.button("Unplanned control")).to_be_visible()


@pytest.mark.battery(reason="test_ten_wrong_pins_bar_the_vault_until_the_office_gives_a_code holds it below")
def test_wrong_pins_shut_the_form_and_erase_nothing(phone: Phone, office: AppContext) -> None:
    """Whoever is controlled may type them: a code of the office opens it again, for the PIN as it was."""
    phone.page.reload()
    for left in range(9, 0, -1):
        phone.label("PIN").fill("000000")
        phone.page.keyboard.press("Enter")
        expect(phone.page.get_by_text(f"This PIN is wrong. {left} more")).to_be_visible()
    phone.label("PIN").fill("000000")
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_text("Too many wrong PINs")).to_be_visible()
    expect(phone.label("PIN")).to_have_count(0)
    phone.page.goto("about:blank")
    url = a_code(office)
    phone.page.goto(phone.address + url[url.index("/field/") :])
    phone.title("New code")
    phone.tap(phone.page.locator("form").get_by_role("button", name="Go on"))
    phone.unlock()
    on_with_it(phone)
    expect(phone.question("fm_head_count").locator("input")).to_have_value("6")


def test_only_the_offices_word_erases_and_the_form_says_so(phone: Phone, office: AppContext) -> None:
    """An end, and another server's 410, leave everything; revoked, the form is empty and says why."""
    device = ended(phone, office)
    phone.page.route("**/field/api/me", lambda route: route.fulfill(status=410, body="gone"))
    phone.tap(phone.button("Home"))
    phone.tap(phone.button("Fetch missions"))
    phone.page.unroute("**/field/api/me")
    phone.tap(phone.button("Fetch missions"))
    expect(phone.page.get_by_role("button", name="Go on")).to_have_count(1)
    acts.devices.revoke_device(office.acting(INSPECTOR), device)
    with suppress(PlaywrightError):  # what still waits may have asked first, and the form is empty before the tap
        phone.tap(phone.button("Fetch missions"), timeout=3_000)
    phone.title("This device is empty")
    expect(phone.page.get_by_text("The office has revoked this device")).to_be_visible()
    assert phone.page.evaluate(LEFT) == [0, 0, [], []]
    phone.tap(phone.button("Begin anew"))
    phone.title("Enrol this device")


def test_wiping_by_hand_asks_for_the_pin_where_something_would_be_lost(phone: Phone) -> None:
    """Whoever holds the open telephone for a moment cannot make a control disappear."""
    phone.tap(phone.button("Home"))
    phone.tap(phone.button("Wipe everything off this device"))
    phone.page.get_by_label("Yes, wipe everything").check()
    phone.tap(phone.button("Wipe now"))
    phone.label("PIN").fill("000000")
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_text("This PIN is wrong. 9 more")).to_be_visible()
    phone.label("PIN").fill(PIN)
    phone.page.keyboard.press("Enter")
    phone.title("This device is empty")
    expect(phone.page.get_by_text("as asked")).to_be_visible()
