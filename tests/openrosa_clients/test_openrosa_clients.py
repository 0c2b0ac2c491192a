"""A client that is not ours: Enketo's transformer and core open a form in Chromium, fill it, send it, and edit it.

Built by `make openrosa-clients`, which fetches both from npm; without that build, or without Chromium, this is skipped.
As Enketo's own server does, the test fetches forms and sends submissions, and the page does all the rest.
"""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from builders_acts import an_office
from builders_openrosa import multipart
from houses import house_of
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards.guard import Guard
from dashboards.openrosa.routes import openrosa_routes
from dashboards.proving import PROVERS
from inspection import acts
from inspection.settings import settings
from inspection.store.queries import control_body
from inspection.time_of import BRUSSELS, now
from inspection.trust import AppContext

BUNDLE = Path(__file__).parents[2] / ".clients" / "enketo.bundle.js"
USER = "insp-liege-1"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f000201"
    "01808a4b3f0000000049454e44ae426082"
)
pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not BUNDLE.exists(), reason="Enketo is not built here: make openrosa-clients"),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Debian's chromium is not installed on this machine"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a house that takes forms in clear: Enketo's core does not encrypt, its server does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_HOME", str(tmp_path_factory.mktemp("house")))
        patched.setenv("VIGIE_OPENROSA", "plain")
        an_office(settings()).store.close()
        opened = house_of(acts.app())
        yield opened
        opened.store.close()


@pytest.fixture(scope="module")
def server(house: AppContext) -> TestClient:
    """Give the server as a device of an inspector sees it."""
    invited = acts.devices.invite_device(house.acting(USER), USER, "openrosa")
    client = TestClient(Guard(Starlette(routes=openrosa_routes(house)), house, PROVERS), base_url="http://127.0.0.1")
    client.auth = (str(invited.username), invited.code)
    return client


@pytest.fixture
def page() -> Iterator[Page]:
    """Give a blank page with Enketo in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(locale="fr-BE", timezone_id="Europe/Brussels")
        opened.route("http://enketo.test/", lambda route: route.fulfill(body=_PAGE, content_type="text/html"))
        opened.goto("http://enketo.test/")
        opened.add_script_tag(path=str(BUNDLE))
        yield opened
        browser.close()


_PAGE = """<!doctype html><main></main>
<section class="form-footer"><button class="next-page">next</button></section>
"""


def opened(page: Page, server: TestClient, sector: str, instance: str | None = None) -> None:
    """Open a form with its missions, as Enketo turns CSV into the XML that forms read."""
    listed = csv.DictReader(server.get("/openrosa/missions.csv").text.splitlines())
    items = ["".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) for row in listed]
    missions = f"<root>{''.join(f'<item>{item}</item>' for item in items)}</root>"
    form = server.get(f"/openrosa/forms/vigie_{sector}.xml").text
    errors = page.evaluate(
        "([form, missions, instance]) => enketo.open(form, [{id: 'missions', xml: missions}], instance)",
        [form, missions, instance or ""],
    )
    assert errors == []


def turn(page: Page) -> None:
    """Turn to the next page; Enketo keeps somebody on a page that lacks what is required."""
    before = page.locator("[role=page].current").get_attribute("name")
    page.locator(".next-page").click()
    page.wait_for_function(
        "before => document.querySelector('[role=page].current')?.getAttribute('name') !== before", arg=before
    )


def go_to(page: Page, name: str) -> None:
    """Turn pages until the one with a field is shown."""
    for _ in range(40):
        if page.locator(f"[role=page].current [name$='/{name}'], [role=page].current [data-name$='/{name}']").count():
            return
        turn(page)
    raise AssertionError(f"no page has {name}")


def write(page: Page, name: str, text: str, n: int = 0) -> None:
    """Type into the n-th field of a name."""
    field = page.locator(f"input[name$='/{name}'], textarea[name$='/{name}']").nth(n)
    field.evaluate("(e, text) => { e.value = text; e.dispatchEvent(new Event('change', {bubbles: true})); }", text)


def choose(page: Page, name: str, value: str, n: int = 0) -> None:
    """Tick the n-th choice of this value."""
    page.locator(f"input[data-name$='/{name}'][value='{value}'], input[name$='/{name}'][value='{value}']").nth(n).check(
        force=True
    )


def sent(page: Page, server: TestClient) -> Any:
    """Send what the page has written, as Enketo's server does."""
    assert page.evaluate("enketo.validate()") is True
    xml = page.evaluate("enketo.written()")
    files = {name: bytes(data) for name, data in page.evaluate("enketo.files()")}
    body, kind = multipart(xml.encode(), files)
    assert server.head("/openrosa/submission").status_code == 204
    answer = server.post("/openrosa/submission", content=body, headers={"content-type": kind})
    assert answer.status_code == 201, answer.text
    return xml


def test_enketo_fills_a_form_sends_it_and_edits_it(page: Page, server: TestClient, house: AppContext) -> None:
    """Two persons and a photo; then a correction, in the same control, with what it held before."""
    opened(page, server, "restaurants")
    write(page, "workplace_typed", "est:2123456789")
    write(page, "place", "62063")
    choose(page, "outcome", "done")
    choose(page, "report_language", "fr")
    write(page, "persons_found", "2")
    choose(page, "wp_card_shown", "yes")
    write(page, "fm_head_count", "3")
    write(page, "person_name", "Ann Example", 0)
    choose(page, "q02_dimona", "absent", 1)
    page.locator("input[type=file][name$='/photo_file']").set_input_files(
        {"name": "kitchen.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.wait_for_function("enketo.form.getDataStr({irrelevant: false}).includes('kitchen')")
    write(page, "left_at", f"{now().astimezone(BRUSSELS) + timedelta(minutes=10):%Y-%m-%dT%H:%M}")
    first = sent(page, server)
    (row,) = [control for control in acts.chasing.list_controls(house.acting(USER)) if control.sector == "restaurants"]
    body = json.loads(control_body(house.store, row.id))
    assert body["left_at"]
    assert body["answers"] == {"wp_card_shown": True, "fm_head_count": 3}
    assert [person["ref"] for person in body["persons"]] == ["P1", "P2"]
    assert [person["answers"] for person in body["persons"]] == [{}, {"q02_dimona": "absent"}]
    assert body["persons"][0]["name"] == "Ann Example"
    assert row.findings >= 1
    (photo,) = body["attachments"]
    assert acts.controls.attachment(house.acting(USER), row.id, photo["sha256"]) == PICTURE

    opened(page, server, "restaurants", first)
    write(page, "fm_head_count", "4")
    second = sent(page, server)
    assert "deprecatedID" in second
    edited = json.loads(control_body(house.store, row.id))
    assert edited["answers"]["fm_head_count"] == 4
    assert {**edited, "answers": 0} == {**body, "answers": 0}
    assert [review.kind for review in acts.controls.reviews(house.acting(USER), row.id)] == ["corrected"]


def test_enketo_asks_page_by_page_what_the_answers_call_for(page: Page, server: TestClient) -> None:
    """As many persons as were counted, and nothing about persons where nobody was let in."""
    opened(page, server, "garment")
    write(page, "workplace_typed", "est:2123456789")
    choose(page, "report_language", "nl")
    choose(page, "outcome", "done")
    write(page, "persons_found", "3")
    assert page.locator(".or-repeat[name='/data/found/person']").count() == 3
    go_to(page, "wp_card_shown")
    go_to(page, "fm_head_count")
    choose(page, "outcome", "closed")
    assert "<person>" not in page.evaluate("enketo.written()")
    assert page.locator("[name*='cl_remarks'], [name*='/observations']").count() == 0
