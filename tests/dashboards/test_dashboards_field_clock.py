"""The telephone's clock beside the office's: measured at each contact, said where it is out, kept with the control."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from field_modules import in_node
from field_phone import Phone
from field_servers import Stub
from playwright.sync_api import Browser, BrowserContext, expect
from test_dashboards_field_core import BEGIN, a_page, do

from inspection import acts
from inspection.control.device_clock import clock_lines
from inspection.control.filled import ClockCheck, Control
from inspection.store.queries import control_body
from inspection.trust import AppContext

SIX_HOURS = 6 * 3600
OFFICE = "Tue, 24 Nov 2026 00:15:00 GMT"
SHIFTED = """
const Real = Date, shift = Number(sessionStorage.shift ?? 0);
window.Date = class extends Real {
  constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift); }
  static now() { return Real.now() + shift; }
};
"""


@pytest.mark.parametrize(
    ("before", "after", "trip", "date", "said"),
    [
        (500, 700, 200, OFFICE, (0, 1)),  # right, on a quick line
        (21_600_500, 21_600_700, 200, OFFICE, (SIX_HOURS, 1)),
        (-8_640_000_000, -8_639_996_000, 4000, OFFICE, (-8_639_998 - 0, 3)),  # a hundred days behind, on a slow line
        (0, 90_000, 90_000, OFFICE, None),  # a minute and a half: nobody knows when in it the office looked
        (0, 3_600_200, 200, OFFICE, None),  # somebody set the clock while it was asked
        (0, 200, 200, None, None),
        (0, 200, 200, "yesterday", None),
    ],
)
def test_a_contact_tells_by_how_much_the_clock_is_out(
    tmp_path: Path, before: int, after: int, trip: int, date: str | None, said: tuple[int, int] | None
) -> None:
    """The round trip halved, and how exact that is; a contact that tells nothing is none."""
    found = in_node(
        tmp_path,
        """import { clockCheck } from "./app/clocks.js";
        const base = Date.parse("2026-11-24T00:15:00Z");
        answer(clockCheck({...given, before: base + given.before, after: base + given.after}));""",
        before=before,
        after=after,
        trip=trip,
        date=date,
    )
    assert (found and (found["clock_skew_s"], found["within_s"])) == said
    if found:
        ClockCheck.model_validate_json(str(found).replace("'", '"'), strict=True)


def test_a_control_keeps_the_first_and_the_latest_contact_of_each_stretch(tmp_path: Path) -> None:
    """However often the office is met; its moments only rise, or the office would refuse the control for them."""
    stretches = [(n, 0) for n in range(30)] + [(n, SIX_HOURS) for n in range(30, 60)] + [(20, 5), (59, 7)]
    checks = [
        {"at": f"2026-11-24T{n // 60:02}:{n % 60:02}:00Z", "clock_skew_s": skew, "within_s": 1} for n, skew in stretches
    ]
    kept = in_node(
        tmp_path,
        """import { withCheck } from "./app/clocks.js";
        answer(given.checks.reduce(withCheck, []));""",
        checks=checks,
    )
    assert [(one["at"][14:16], one["clock_skew_s"]) for one in kept] == [
        ("00", 0),
        ("29", 0),
        ("30", SIX_HOURS),
        ("59", 7),
    ]
    many = in_node(
        tmp_path,
        """import { withCheck } from "./app/clocks.js";
        const at = (n) => new Date(Date.parse("2026-11-24T00:00:00Z") + n * 60000).toISOString();
        const jumps = Array.from({length: 500}, (_, n) => ({at: at(n), clock_skew_s: n * 1000, within_s: 1}));
        answer(jumps.reduce(withCheck, []));""",
    )
    assert len(many) == 100
    assert many[-1]["clock_skew_s"] == 499_000


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_a_skewed_clock_goes_with_what_is_sent(context: BrowserContext, stub: Stub) -> None:
    """Measured by a real answer of a real server, kept in the vault over a reload, and in the body that leaves."""
    context.add_init_script(SHIFTED)
    page = a_page(context, stub)
    page.evaluate(f"sessionStorage.shift = {SIX_HOURS * 1000}")
    page.reload()
    load = """const [clock, server, {desk}] = await Promise.all(["clock_kept", "server", "desk"].map((name) =>
        import(`/field/${name}.js`)));
        clock.watchClock(() => null);"""
    found = do(page, load + """await vault.create(given.pin); desk.vault = vault.current();
        await server.ask("me"); await new Promise((done) => setTimeout(done, 300));
        return [clock.lastCheck(), clock.clockWords()[0]];""")  # fmt: skip
    assert abs(found[0]["clock_skew_s"] - SIX_HOURS) <= 3
    assert found[1] == "clock.ahead"
    page.reload()
    do(page, load + """await vault.unlock(given.pin); desk.vault = vault.current(); await clock.recallClock();"""
        + BEGIN + """desk.draft = draft; await clock.onControl();
        await draft.set("answers.fm_head_count", 7); await draft.finish();
        await sync.run({now: true}); return null;""")  # fmt: skip
    (body,) = stub.controls.values()
    (check, *_) = json.loads(body)["clock_checks"]
    assert abs(check["clock_skew_s"] - SIX_HOURS) <= 3


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone of its own, whose clock a test may set."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
    context.add_init_script(SHIFTED)
    made = Phone(context, address)
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    yield made
    context.close()


def set_clock(phone: Phone, seconds: int) -> None:
    """Let the telephone's clock be out, as somebody finds it who opens the form."""
    phone.page.evaluate(f"sessionStorage.shift = {seconds * 1000}")
    phone.page.reload()
    phone.unlock()


def go_on(phone: Phone) -> None:
    """Go on with the control, to the card of its place."""
    phone.tap(phone.page.get_by_role("button", name=phone.roughly("Go on")).first)
    phone.place()


def finished(phone: Phone) -> str:
    """Finish the control in hand, and give its id once the office has it."""
    draft: str = phone.page.evaluate("history.state.params.draft")
    phone.tap(phone.button("Finish"))
    phone.tap(phone.chip("Control carried out"))
    phone.tap(phone.button("Finish and send"))
    expect(phone.page.get_by_text("Received by the office")).to_be_visible(timeout=120_000)
    return draft


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_six_hours_ahead_is_said_at_once_and_stands_in_the_dossier(phone: Phone, office: AppContext) -> None:
    """In the bar, on the first page, and beside the minutes that the office reads; a right clock is not spoken of."""
    expect(phone.page.locator("#state")).not_to_contain_text("Clock")
    set_clock(phone, SIX_HOURS)
    expect(phone.page.locator("#state")).to_contain_text("Clock: 6 h 0 min out")
    expect(phone.page.locator("#notice")).to_contain_text("This telephone's clock is 6 h 0 min ahead")
    expect(phone.page.locator("section.needs")).to_contain_text("Nothing is lost")
    phone.page.locator("#notice").click()
    with phone.offline():
        phone.unplanned("Restaurants", "Liège")
        phone.write(phone.question("fm_head_count").locator("input"), "6")
        phone.kept()
    control = Control.model_validate_json(control_body(office.store, finished(phone)))
    skews = {one.clock_skew_s for one in control.clock_checks}
    assert {abs(skew - SIX_HOURS) <= 3 for skew in skews} == {True}
    limit = office.catalogue(control.facts_on).field_rules.clock_limit_s
    assert any("6 h 0 min ahead" in line for line in clock_lines(control, limit, "en"))
    assert phone.faults() == []


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_a_clock_a_hundred_days_behind_locks_nothing_and_is_said(phone: Phone) -> None:
    """Begun, the clock wrong, right again: all of it without a network, and all is there."""
    phone.unplanned("Restaurants", "Liège")
    phone.write(phone.question("fm_head_count").locator("input"), "6")
    phone.kept()
    with phone.offline():
        set_clock(phone, -100 * 86_400)
        expect(phone.button("Unplanned control")).to_be_visible()
        go_on(phone)
        expect(phone.question("fm_head_count").locator("input")).to_have_value("6")
        phone.write(phone.question("fm_head_count").locator("input"), "7")
        phone.kept()
        set_clock(phone, 0)
        go_on(phone)
        expect(phone.question("fm_head_count").locator("input")).to_have_value("7")
    set_clock(phone, -100 * 86_400)
    expect(phone.page.locator("#state")).to_contain_text("Clock: 100 days out")
    assert phone.faults() == []
