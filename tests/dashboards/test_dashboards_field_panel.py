"""The screen before the decision: calls that note themselves, photographs in a burst, a marked copy, and the report."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from browsers import IN_CHROMIUM, chromium
from builders_dashboards import INSPECTOR
from field_phone import PIN, Phone
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from inspection import acts
from inspection.acts.bundles import bundle_of
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
KEPT = "async () => (await import('/field/main.js')).desk.desk.draft.control"
STORED = """async () => {
  const {desk} = (await import('/field/main.js')).desk;
  const {read, transact, found} = (await import('/field/main.js')).database;
  const small = () => desk.vault.count(`files:${desk.draft.id}:small`);
  for (let n = 0; n < 600 && (await small()) < 4; n += 1) await new Promise((done) => setTimeout(done, 50));
  const all = await transact('records', 'readonly', (objects, keep) => found(objects.getAll(), keep));
  const isClear = (data) => new Uint8Array(data).subarray(0, 3).join() === '255,216,255';
  return [all.length, all.filter((one) => isClear(one.data) || isClear(one.data.slice(1))).length,
    await small()];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium with a camera that films nothing real."""
    with chromium(camera=True) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-BE", permissions=["camera"], bypass_csp=True
    )
    made = Phone(context, address)
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    yield made
    context.close()


def burst(phone: Phone) -> None:
    """Take three photographs, link two of them to P1 at once, and cover a part of one."""
    phone.page.evaluate("async () => (await import('/field/main.js')).desk.desk.go('photo', {ref: ''})")
    phone.tap(phone.button("Open the camera"))
    for n in (1, 2, 3):
        phone.tap(phone.button("Take the photo"))
        expect(phone.page.locator("#page .hint", has_text=f"{n} photo(s) kept")).to_be_visible()
        phone.page.wait_for_timeout(300)  # the camera's next picture is another one
    phone.tap(phone.button("Link photos"))
    phone.title("3 photos, 3 without a question")
    for n in (0, 1):
        phone.tap(phone.page.locator(".pick").nth(n))
    phone.tap(phone.page.locator(".chip", has_text="P1"))
    phone.page.locator("#page select").select_option("q10_hours")
    phone.tap(phone.page.locator("#foot .main"))
    phone.title("3 photos, 1 without a question")
    phone.tap(phone.page.locator(".pick").first)
    phone.tap(phone.button("Pixelate or mark"))
    box = phone.page.locator(".marked").bounding_box()
    assert box
    phone.page.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.page.mouse.down()
    phone.page.mouse.move(box["x"] + 180, box["y"] + 120, steps=5)
    phone.page.mouse.up()
    phone.tap(phone.button("Keep the copy"))
    phone.title("4 photos, 1 without a question")


def reported(phone: Phone, office: AppContext) -> dict[str, Any]:
    """Give the data of the first report."""
    control = phone.page.evaluate(KEPT)["control_id"]
    with office.store.read() as session:
        referral = session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == control)).one()
        rows = session.exec(select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id)).all()
    row = next(one for one in rows if one.recipient.startswith("aud-"))
    found: dict[str, Any] = json.loads(dict(bundle_of(office.store, row).files)["data.json"])
    return found


def test_what_the_panel_asks_notes_and_shows_leaves_with_the_report(phone: Phone, office: AppContext) -> None:
    """Offline: a call with its minute and its end, danger, what the employer knows, where she is, four pictures."""
    with phone.offline():
        phone.unplanned("Restaurants", "Liège")
        phone.tap(phone.button("Next person"))
        phone.title("P1")
        burst(phone)
        records, clear, small = phone.page.evaluate(STORED)
        assert (records > 10, clear, small) == (True, 0, 4)
        phone.page.evaluate("async () => (await import('/field/main.js')).desk.desk.go('suspicion')")
        phone.page.locator(".pad input").fill(PIN)
        phone.page.keyboard.press("Enter")
        first = phone.page.locator("#asked-first")
        phone.tap(first.locator(".chip", has_text=phone.exactly("No")))
        phone.tap(first.locator(".chip").last)
        assert phone.page.evaluate(KEPT)["suspicion"] == {"not_known": ["ob_employer_knows"]}
        phone.tap(phone.page.locator("#where .button").first)
        phone.tap(phone.page.locator("#where .chip").nth(2))
        urgent = phone.page.locator("#calls [data-step=emergency]")
        phone.tap(urgent.locator("a"))
        expect(urgent.get_by_text("Rung at")).to_be_visible()
        assert [one["outcome"] for one in phone.page.evaluate(KEPT)["steps"]] == ["rung"]
        phone.tap(urgent.get_by_role("button", name="Answered"))
        expect(urgent.get_by_text("Reached at")).to_be_visible()
        expect(phone.page.locator(".shots canvas")).to_have_count(4)
        phone.decide("Yes")
        phone.write(phone.page.get_by_label("Grounds"), "telephone taken away")
        phone.tap(phone.chip("economic"))
        phone.tap(phone.button("Send the first report"))
        expect(phone.page.locator("#report-said")).to_contain_text("as soon as there is a network")
    expect(phone.page.locator("#report-left")).to_contain_text("reference", timeout=120_000)
    expect(phone.page.locator("#state")).to_contain_text("Nothing to send", timeout=120_000)
    report = reported(phone, office)
    assert (report["danger_now"], report["employer_knows"]) == (False, [])
    assert [(one["role"], one["outcome"], one["number"]) for one in report["calls"]] == [
        ("local_police", "reached", "112")
    ]
    assert report["persons"][0]["now_at"] == "stayed"
    kept = phone.page.evaluate(KEPT)
    shots = {one["sha256"]: one for one in kept["attachments"]}
    copy = next(one for one in shots.values() if one.get("marked_of"))
    original = shots[copy["marked_of"]]
    assert (original["question"], original["person"]) == (copy["question"], copy["person"]) == ("q10_hours", "P1")
    assert {one["sha256"] for one in report["exhibits"]} == set(shots)
    assert [one["marked_of"] for one in report["exhibits"] if "marked_of" in one] == [original["sha256"]]
    for sha256 in (original["sha256"], copy["sha256"]):
        data = acts.controls.attachment(office.acting(INSPECTOR), kept["control_id"], sha256)
        assert hashlib.sha256(data).hexdigest() == sha256
    assert phone.faults() == []
