"""Registers beside a person's number, from a real service over TLS; and words that fill the screen for the worker."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM
from builders_dashboards import INSPECTOR
from builders_live import LiveService, live_service
from builders_registers import nobody
from field_modules import in_node
from field_phone import Phone
from playwright.sync_api import Browser, expect
from transport_servers import Authority
from without_screens import shell_of

from inspection import acts
from inspection.store.queries import control_body
from inspection.time_of import now
from inspection.trust import AppContext

DECLARED = {"declared_at": "2026-11-14T08:59:00+01:00", "period_from": "2026-11-14", "worker_type": "OTH"}
PANEL = ".registers"
SENT = """import("/field/main.js").then(async ({{desk: {{desk}}, sync}}) => {{
  await desk.draft.{how}();
  await sync.run({{now: true}});
}})"""


def test_only_a_voice_of_the_device_itself_reads(tmp_path: Path) -> None:
    """One that is made elsewhere would hear what is asked at a control: none is better."""
    voices = [
        {"name": "far", "lang": "ar-SA", "localService": False, "default": True},
        {"name": "near", "lang": "ar_EG", "localService": True},
        {"name": "other", "lang": "arn", "localService": True},
        {"name": "far too", "lang": "vi", "localService": False},
    ]
    found = in_node(
        tmp_path,
        """import { chosen } from "./app/voice.js";
        answer(["ar", "vi", "pl"].map((tag) => chosen(given.voices, tag)?.name ?? null));""",
        voices=voices,
    )
    assert found == ["near", None, None]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, office: AppContext) -> Iterator[LiveService]:
    """Start an inspectorate's service, and give the house's keys folder what it needs to speak with it."""
    authority = Authority(tmp_path_factory.mktemp("ca"), now())
    for path in authority.issue("us"):
        shutil.copy(path, office.settings.keys)
    shutil.copy(authority.pem, office.settings.keys)
    made = LiveService(declarations={"dimona": [DECLARED]})
    with live_service(made, authority.issue("server"), authority.pem) as running:
        yield running


@pytest.fixture(scope="module")
def address(office: AppContext, service: LiveService) -> Iterator[str]:
    """Serve the form, connected to that service."""
    given = {
        "VIGIE_LIVE_URL": f"https://localhost:{service.port}",
        "VIGIE_LIVE_REGISTERS": "dimona limosa",
        "VIGIE_LIVE_AUTHORITY": "authority.pem",
        "VIGIE_LIVE_CERTIFICATE": "us.pem",
        "VIGIE_LIVE_KEY": "us.key",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        with shell_of(acts.app()) as url:
            yield url


@pytest.fixture
def phone(browser: Browser, address: str, office: AppContext) -> Iterator[Phone]:
    """Give an enrolled phone of its own."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-BE")
    made = Phone(context, address)
    made.enrol(acts.devices.invite_device(office.acting(INSPECTOR), INSPECTOR, "field").url)
    yield made
    context.close()


def somebody(phone: Phone, n: int) -> None:
    """Add a person with the n-th number."""
    phone.tap(phone.button("Next person"))
    phone.title(f"P{n}")
    phone.label("National or BIS number, if there is one").fill(nobody(n))


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_a_look_waits_for_the_network_and_leaves_only_while_its_control_is_open(
    phone: Phone, office: AppContext, service: LiveService
) -> None:
    """Asked offline, read online with minute and source, kept at a tap; what waits at the end is asked of nobody."""
    phone.unplanned("Restaurants", "Liège")
    panel = phone.page.locator(PANEL)
    with phone.offline():
        somebody(phone, 1)
        expect(panel).to_contain_text("Not read, offline.")
        phone.tap(panel.get_by_role("button"))
        expect(panel).to_contain_text("Asked at")
        assert service.asked == []
    phone.page.evaluate("import('/field/main.js').then(({sync}) => sync.run({now: true}))")
    expect(panel).to_contain_text("Dimona: declared here")
    expect(panel).to_contain_text("live service")
    assert [(one["register"], one["person"]) for one in service.asked] == [
        ("dimona", nobody(1)),
        ("limosa", nobody(1)),
    ]
    phone.tap(panel.get_by_role("button", name="Keep with the control: Dimona"))
    expect(panel).to_contain_text("kept with the control")
    draft: str = phone.page.evaluate("history.state.params.draft")
    phone.page.evaluate(SENT.format(how="send"))
    with phone.offline():
        somebody(phone, 2)
        phone.tap(panel.get_by_role("button"))
        expect(panel).to_contain_text("as long as this control is open")
        phone.page.evaluate(SENT.format(how="finish"))
    phone.page.evaluate("import('/field/main.js').then(({sync}) => sync.run({now: true}))")
    assert {one["person"] for one in service.asked} == {nobody(1)}
    (kept,) = json.loads(control_body(office.store, draft))["lookups"]
    assert (kept["register"], kept["source"], kept["subject"], kept["worker_type"]) == ("dimona", "live", "P1", "OTH")
    assert phone.faults() == []


SIZE = "(one) => parseFloat(getComputedStyle(one).fontSize)"


@pytest.mark.browser
@IN_CHROMIUM[1]
def test_a_line_for_the_worker_fills_the_screen_in_silence(phone: Phone) -> None:
    """At once in the language that is chosen, from the right where it runs so; nothing is recorded."""
    phone.unplanned("Restaurants", "Liège")
    somebody(phone, 1)
    phone.label("Language of the hearing").select_option("ar")
    phone.page.evaluate("window.spoken = 0; speechSynthesis.speak = () => { window.spoken += 1; }; null")
    before = phone.page.evaluate(
        "import('/field/main.js').then(({desk: {desk}}) => JSON.stringify(desk.draft.control.persons))"
    )
    phone.tap(phone.page.get_by_role("button", name=phone.roughly("Show:")).first)
    said = phone.page.locator("h1.said")
    expect(said).to_have_attribute("dir", "rtl")
    expect(said).to_have_attribute("lang", "ar")
    for width, height in ((390, 844), (360, 640), (844, 390)):
        phone.page.set_viewport_size({"width": width, "height": height})
        assert 28 <= said.evaluate(SIZE) <= 44
        assert said.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    expect(phone.page.locator("main")).to_contain_text("Translation not checked by a translator")
    first = said.text_content()
    phone.tap(phone.button("Next"))
    expect(said).not_to_have_text(first or "")
    phone.tap(phone.button("Close"))
    phone.title("P1")
    after = phone.page.evaluate(
        "import('/field/main.js').then(({desk: {desk}}) => JSON.stringify(desk.draft.control.persons))"
    )
    assert after == before
    assert phone.page.evaluate("window.spoken") == 0
    assert phone.faults() == []
