"""The browser side of the field form against the real routes: from the invitation to the receipt of each attachment."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pytest
from behind_guard import behind_guard
from browsers import IN_CHROMIUM, kill
from builders_acts import FIRM, LIEGE
from builders_controls_random import a_random_control
from builders_dashboards import INSPECTOR, approve
from builders_generated_controls import true_situation
from field_phone import IS_SLOW
from field_rest import AT_REST
from field_servers import Proxy, listening
from houses import as_user
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from dashboards.field.routes import routes
from inspection import acts
from inspection.control.reading import read_control
from inspection.store.controls import AttachmentRow, ControlRow
from inspection.store.core import new_id
from inspection.store.queries import control_body, control_conclusion
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
PIN = "271828"
LOAD = """
const isOpen = document.getElementById("page") !== null;  // the open form holds its own modules
const load = async (name) => (isOpen ? (await import("/field/main.js"))[name] : import(`/field/${name}.js`));
const [vault, drafts, sync, installed] = await Promise.all(["vault", "drafts", "sync", "installed"].map(load));
const open = async () => {
  await vault.unlock(given.pin);
  const [row] = await drafts.listDrafts();
  return drafts.openDraft(row.id, await sync.checklistOf(row.sector, row.checklist.sha256));
};
"""
BEGIN = """
const {sha256} = (await sync.package()).checklists.find((one) => one.sector === "restaurants");
const draft = await drafts.beginDraft({checklist: await sync.checklistOf("restaurants", sha256),
  workplace: given.workplace, place: given.place, report_language: "fr", entered_at: given.entered});
await draft.set("answers.fm_head_count", 6);
"""
FILES = """
const jpeg = (n, size) => new Blob(
  [new Uint8Array([255, 216, 255, 224]), new Uint8Array(size).fill(n)], {type: "image/jpeg"});
const png = new Blob([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), new Uint8Array(9000)], {type: "image/png"});
const digests = [await draft.addAttachment(jpeg(1, 900_000), {kind: "photo"}),
  await draft.addAttachment(jpeg(2, 600_000), {kind: "photo"}), await draft.addAttachment(png, {kind: "signature"})];
"""


@dataclass
class House:
    """The office, and where it is served."""

    office: AppContext
    port: int

    def held(self, control: str) -> tuple[int, list[str], dict[str, Any]]:
        """How many controls there are of this id, which attachments, and what the control holds."""
        with self.office.store.read() as session:
            rows = session.exec(select(ControlRow).where(ControlRow.id == control)).all()
            files = session.exec(select(AttachmentRow).where(AttachmentRow.control_id == control)).all()
        body = json.loads(control_body(self.office.store, control)) if rows else {}
        return len(rows), sorted(one.sha256 for one in files), body


@pytest.fixture(scope="module")
def house(house: AppContext) -> Iterator[House]:
    """Serve the real routes of a house whose week is approved."""
    approve(house)
    with listening(behind_guard(routes(), house)) as port:
        yield House(house, port)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a phone-sized browser profile of its own."""
    made = browser.new_context(viewport={"width": 390, "height": 844})
    made.set_default_timeout(60_000)
    made.add_init_script(IS_SLOW)
    yield made
    made.close()


def do(page: Page, script: str, **given: Any) -> Any:
    """Run a script in the page with the modules at hand."""
    fixed = {"pin": PIN, "workplace": FIRM, "place": LIEGE, "entered": "2026-11-20T18:00:00Z"}
    return page.evaluate("async (given) => {" + AT_REST + LOAD + script + "}", fixed | given)


def enrolled(context: BrowserContext, house: House, port: int | None = None) -> tuple[Page, dict[str, Any]]:
    """Open the form, enrol the device by an invitation, make the vault, take the package along."""
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port or house.port}/field/fault.js")
    code = acts.devices.invite_device(house.office.acting(INSPECTOR), INSPECTOR, "field").code
    me = do(page, """const me = await sync.enrol(given.code, "phone"); await vault.create(given.pin);
        await sync.refreshPackage(); return me;""", code=code)  # fmt: skip
    return page, me


def test_offline_killed_finished_and_sent_once(context: BrowserContext, house: House):
    """Six persons, two photos and a signature without a network; the tab dies; online, the server holds it all once."""
    page, me = enrolled(context, house)
    assert me["user"] == INSPECTOR
    do(page, "await installed.install(); await navigator.serviceWorker.ready;" + """
        const {sector, sha256} = (await sync.package()).checklists.find((one) => one.sector === "restaurants");
        await sync.checklistOf(sector, sha256); await sync.rulesOf(sector, sha256);""")  # fmt: skip
    context.set_offline(True)
    page.goto(f"http://127.0.0.1:{house.port}/field/")
    ident, digests = do(page, "await vault.unlock(given.pin);" + BEGIN + """
        for (let n = 0; n < 6; n += 1) await draft.addPerson({name: `Person ${n}`});
        """ + FILES + "return [draft.id, digests];")  # fmt: skip
    kill(page)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{house.port}/field/")
    do(page, "const draft = await open(); await draft.finish(); await sync.run({now: true});")
    assert house.held(ident) == (0, [], {})
    context.set_offline(False)
    status = do(page, "return sync.run({now: true})")
    assert (status["queued"], status["fault"]) == (0, None)
    count, files, body = house.held(ident)
    assert (count, files) == (1, sorted(digests))
    assert [person["ref"] for person in body["persons"]] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert [one["sha256"] for one in body["attachments"]] == digests
    (row,) = do(page, "return drafts.listDrafts()")
    assert (row["state"], row["receipt"]["saved"]["reference"]) == ("sent", None)


def test_two_devices_on_one_visit_both_arrive_and_neither_in_silence(context: BrowserContext, house: House):
    """The second is refused with its words, and leaves as a control of its own: with all its answers, whole."""
    mission = "const [mission] = (await sync.package()).missions;"
    begin = mission + BEGIN.replace("given.workplace", "mission.workplace") + 'await draft.set("visit", mission.visit);'
    assert context.browser
    second = context.browser.new_context()
    pages = [enrolled(one, house)[0] for one in (context, second)]
    idents = [do(page, begin + "await draft.finish(); return draft.id;") for page in pages]
    for page in pages:
        do(page, "await sync.run({now: true});")
    assert [house.held(ident)[0] for ident in idents] == [1, 0]
    (row,) = do(pages[1], "return drafts.listDrafts()")
    assert (row["state"], row["fault"]["code"]) == ("stuck", "CONTROL-231")
    do(pages[1], "const draft = await open(); await draft.sendWithoutVisit(); await sync.run({now: true});")
    assert [house.held(ident)[0] for ident in idents] == [1, 1]
    assert [house.held(ident)[2]["answers"]["fm_head_count"] for ident in idents] == [6, 6]
    assert house.held(idents[1])[2]["visit"] is None
    second.close()


FILL = """
const opened = await vault.unlock(given.pin);
await opened.unlockSensitive(given.pin);
const fill = async (raw) => {
  const made = await drafts.beginDraft({checklist: await sync.checklistOf(raw.sector, raw.checklist.sha256),
    workplace: raw.workplace, place: raw.place, report_language: raw.report_language, entered_at: raw.entered_at});
  for (const name of ["outcome", "left_at", "facts_on"]) if (raw[name]) await made.set(name, raw[name]);
  const all = (answers, set) => Promise.all(Object.entries(answers).map(set));  // each waits for the disk
  await all(raw.answers, ([id, value]) => made.set(`answers.${id}`, value));
  for (const {ref, answers, ...person} of raw.persons) {
    const given = await made.addPerson(person);
    await all(answers, ([id, value]) => made.set(`persons.${given}.answers.${id}`, value));
  }
  await made.finish();
  return made.id;
};
const ids = [];
for (const raw of given.raws) ids.push(await fill(raw));
await sync.run({now: true});
return ids;
"""
THEN = date(2026, 11, 20)
SWITCHED_ON = ("restaurants", "agriculture", "garment", "construction")


def some_controls(house: House, seed: int) -> list[dict[str, Any]]:
    """Fifteen random controls and fifteen true situations, as JSON values for a place that is named."""
    random, made = Random(seed), list[dict[str, Any]]()
    for sector in SWITCHED_ON:
        known = acts.records.checklist_for(as_user(acts.app()), {})(sector)
        made += [a_random_control(random, known, THEN) for _ in range(4)]
    made = [raw for raw in made if raw["outcome"] == "done" and raw["left_at"]][:15]
    while len(made) < 30:
        raw = json.loads(json.dumps(true_situation(random, heard="in_part")[1] | {"place": LIEGE}, default=str))
        if raw["sector"] in SWITCHED_ON:
            made.append(
                raw | {"checklist": acts.records.checklist_for(as_user(acts.app()), {})(raw["sector"]).ref.model_dump()}
            )
    return made


def test_thirty_controls_come_out_of_the_phone_as_they_come_out_of_json(context: BrowserContext, house: House):
    """Filled without a network and sent with one: the same answers, findings, clocks and proposal as through JSON."""
    raws = some_controls(house, seed=30)
    page, _ = enrolled(context, house)
    do(page, "await installed.install(); await navigator.serviceWorker.ready;" + """
        for (const {sector, sha256} of (await sync.package()).checklists) {
          await sync.checklistOf(sector, sha256); await sync.rulesOf(sector, sha256); }""")  # fmt: skip
    context.set_offline(True)
    page.goto(f"http://127.0.0.1:{house.port}/field/")
    ids = do(page, FILL, raws=raws)
    assert not any(house.held(ident)[0] for ident in ids)
    context.set_offline(False)
    status = do(page, "await vault.unlock(given.pin); return sync.run({now: true})")
    assert (status["queued"], status["fault"]) == (0, None)
    for ident, raw in zip(ids, raws, strict=True):
        sent = house.held(ident)[2]
        assert (sent["answers"], [p["answers"] for p in sent["persons"]]) == (
            raw["answers"], [p["answers"] for p in raw["persons"]],
        )  # fmt: skip
        other = {**raw, "control_id": new_id()}
        acts.controls.save(
            house.office.acting(INSPECTOR), read_control(other, acts.records.checklist_for(as_user(acts.app()), other))
        )
        assert control_conclusion(house.office.store, ident) == control_conclusion(
            house.office.store, other["control_id"]
        )


def test_the_network_is_cut_in_every_upload(context: BrowserContext, house: House):
    """Up and down, of control and attachments: the office holds one control and each attachment once."""
    proxy = Proxy(house.port)
    page, _ = enrolled(context, house, proxy.port)
    ident, digests = do(page, BEGIN + FILES + "return [draft.id, digests];")
    proxy.cut(up=1)
    do(page, "const draft = await open(); await draft.finish(); await draft.close();")
    for cut, controls, attachments in (
        ({"up": 300}, 0, 0),
        ({"down": 20}, 1, 0),
        ({"up": 9_500}, 1, 0),
        ({"down": 30}, 1, 3),
        ({"up": 200_000}, 1, 3),
    ):
        proxy.cut(**cut)
        before = proxy.cuts
        assert do(page, "return sync.run({now: true})")["queued"] == 1
        assert proxy.cuts > before
        count, files, _ = house.held(ident)
        assert (count, len(files)) == (controls, attachments), cut
    proxy.cut()
    status = do(page, "return sync.run({now: true})")
    proxy.close()
    assert (status["queued"], status["attachments"], status["fault"]) == (0, 0, None)
    assert house.held(ident)[:2] == (1, sorted(digests))


def test_a_first_report_leaves_and_the_finished_control_follows(context: BrowserContext, house: House):
    """An unfinished yes opens a referral at once; the finished control belongs to the same one."""
    page, _ = enrolled(context, house)
    first, last = do(page, BEGIN + """
        await vault.current().unlockSensitive(given.pin);
        await draft.set("suspicion", {decision: "yes", grounds: "papers held", forms: ["economic"],
          decided_at: "2026-11-20T19:00:00Z"});
        await draft.send(); await sync.run({now: true}); await atRest();
        const first = [draft.state, draft.receipt?.saved.reference];
        await draft.finish(); await sync.run({now: true}); await atRest();
        return [first, [draft.state, draft.receipt?.saved.reference]];""")  # fmt: skip
    assert first[0] == "open"
    assert first[1]
    assert last == ["sent", first[1]]


@pytest.mark.battery(reason="test_only_the_offices_word_erases_and_the_form_says_so does it in the open form")
def test_a_lost_phone_is_wiped_from_the_office(context: BrowserContext, house: House):
    """Revoked, it hears so at its next word and holds nothing afterwards."""
    page, me = enrolled(context, house)
    do(page, BEGIN + "await draft.close(); await installed.install(); await navigator.serviceWorker.ready;")
    acts.devices.revoke_device(house.office.acting(INSPECTOR), me["device"])
    refused = do(page, "return sync.refreshPackage().then(() => null, (fault) => [fault.code, fault.kind])")
    assert refused == ["ACCESS-061", "revoked"]
    assert do(page, "return [await vault.isCreated(), vault.current(), (await caches.keys()).length]") == [
        False,
        None,
        0,
    ]


@pytest.mark.battery(reason="test_axe_on_the_first_report_and_on_a_draft_that_is_stuck meets one of the real routes")
def test_a_refusal_of_the_real_server_is_stuck_with_its_words(context: BrowserContext, house: House):
    """Something that the checklist does not know: the draft stays, says why, and can be corrected."""
    page, _ = enrolled(context, house)
    ident = do(page, BEGIN + "await draft.set('answers.fm_unheard_of', 1); await draft.finish(); return draft.id;")
    do(page, "await sync.run({now: true})")
    (row,) = do(page, "return drafts.listDrafts()")
    assert (row["state"], row["fault"]["code"]) == ("stuck", "CONTROL-041")
    assert row["fault"]["advice"]
    do(page, """const draft = await open(); await draft.reopen(); await draft.set("answers.fm_unheard_of");
        await draft.finish(); await sync.run({now: true});""")  # fmt: skip
    assert house.held(ident)[0] == 1


def test_a_control_of_which_a_photo_was_refused_is_mended_and_sent_again(context: BrowserContext, house: House):
    """The control is here, finished, and its photo never will be: taken out and finished again, it is corrected."""
    page, _ = enrolled(context, house)
    ident = do(page, BEGIN + """
        await draft.addAttachment(new Blob(["no picture"], {type: "image/jpeg"}), {kind: "photo"});
        await draft.finish(); await sync.run({now: true}); return draft.id;""")  # fmt: skip
    (row,) = do(page, "return drafts.listDrafts()")
    assert (row["state"], row["fault"]["code"], row["receipt"] is None) == ("stuck", "CONTROL-301", False)
    assert house.held(ident)[0] == 1
    do(page, """const draft = await open(); await draft.reopen();
        await draft.removeAttachment(draft.control.attachments[0]);
        await draft.set("answers.fm_head_count", 5); await draft.finish(); await sync.run({now: true});""")  # fmt: skip
    (row,) = do(page, "return drafts.listDrafts()")
    assert (row["state"], row["fault"]) == ("sent", None)
    count, files, body = house.held(ident)
    assert (count, files, body["answers"]["fm_head_count"], body.get("attachments")) == (1, [], 5, None)
    (review,) = acts.controls.reviews(house.office.acting(INSPECTOR), ident)
    assert (review.kind, review.version) == ("corrected", 1)
