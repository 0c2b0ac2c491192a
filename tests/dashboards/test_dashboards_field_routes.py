"""The routes of the field form, against a real house: enrolling, taking along, sending, and being turned away."""

import gc
import gzip
import hashlib
import http.client
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from behind_guard import behind_guard, calling
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_suspicious_control, later
from builders_dashboards import HEAD, INSPECTOR, SUPERVISOR, a_house, approve
from field_servers import listening
from houses import as_user
from sqlmodel import col, select
from starlette.testclient import TestClient

from dashboards.field.files import APP, app_files, first_files, later_files
from dashboards.field.routes import routes
from inspection import acts
from inspection.sealing import canonical_json
from inspection.store.controls import AttachmentRow, ControlRow, ControlVersionRow
from inspection.store.core import new_id
from inspection.store.people import DeviceRow
from inspection.store.queries import control_body
from inspection.store.records import AuditEntryRow
from inspection.territory import cantons
from inspection.time_of import moment_of
from inspection.trust import AppContext

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
DIGEST = hashlib.sha256(PHOTO).hexdigest()
OWN = {"X-Vigie-Field": "1"}
ROSTER = """
defaults: {source: roster of the test, confidence: H}
on_call:
  night_charleroi:
    role: magistrate_on_duty
    recipient: parquet-charleroi
    areas: [charleroi]
    hours: outside_office_hours
    dated:
      2026-11-16: {number: "0490 00 00 01", valid_until: 2026-11-22}
      2026-11-23: {number: "0490 00 00 02", valid_until: 2026-11-29}
      2026-11-30: {number: "0490 00 00 03", valid_until: 2026-12-06}
"""


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a house of these tests, whose week is approved and which this process takes for its own."""
    before = os.environ.get("VIGIE_HOME")
    home = tmp_path_factory.mktemp("field") / "home"
    (home / "rules").mkdir(parents=True)
    (home / "rules" / "duty.yaml").write_text(ROSTER, encoding="utf-8")
    opened = a_house(home)
    approve(opened)
    yield opened
    opened.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


@pytest.fixture(autouse=True)
def app(own_house: AppContext, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give that house, on the Saturday before its week."""
    monkeypatch.setenv("VIGIE_HOME", str(own_house.home))
    monkeypatch.setattr("inspection.trust.context.now", lambda: later(days=3))
    return own_house


def a_browser() -> TestClient:
    """A browser that was never here."""
    return calling(routes(), raise_server_exceptions=True)


def enrolled(user: str = INSPECTOR) -> TestClient:
    """A browser whose device was enrolled."""
    browser = a_browser()
    code = acts.devices.invite_device(as_user(acts.app(), user), user, "field").code
    answer = browser.post("/field/api/enrol", json={"code": code, "label": "Test"}, headers=OWN)
    assert answer.status_code == 201, answer.text
    return browser


def a_body(**fields: Any) -> bytes:
    """An ordinary control as the form sends it."""
    return canonical_json(a_control(**{"workplace": FIRM, "place": LIEGE, **fields})).encode()


def sent(browser: TestClient, body: bytes, **headers: str) -> Any:
    """Send a control."""
    return browser.post(
        "/field/api/controls", content=body, headers={**OWN, "Content-Type": "application/json", **headers}
    )


def put(
    browser: TestClient, control: str, data: bytes = PHOTO, digest: str | None = None, kind: str = "image/jpeg"
) -> Any:
    """Send an attachment."""
    named = digest or hashlib.sha256(data).hexdigest()
    return browser.put(
        f"/field/api/controls/{control}/attachments/{named}", content=data, headers={**OWN, "Content-Type": kind}
    )


def test_a_device_enrols_and_is_known_by_its_cookie() -> None:
    """The cookie is read by no script and sent by no other site; off this machine it needs TLS."""
    browser = enrolled()
    me = browser.get("/field/api/me")
    assert (me.status_code, me.json()["user"], me.json()["language"]) == (200, INSPECTOR, "fr")
    code = acts.devices.invite_device(as_user(acts.app(), INSPECTOR), INSPECTOR, "field").code
    far = calling(routes(), "https://vigie.test")
    cookie = far.post("/field/api/enrol", json={"code": code, "label": ""}).headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/field", "Secure", "Max-Age="))
    assert far.post("/field/api/enrol", json={"code": code, "label": ""}).status_code == 403


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"code": "AAAA-AAAA-AAAA-AAAA", "label": ""}', "application/json", 403),
        (b'{"code": 7}', "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 1900, "application/json", 400),
        (b"{}" * 2000, "application/json", 413),
        (b"code=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_enrolling_refuses_what_is_no_invitation(body: bytes, kind: str, status: int) -> None:
    """Each with its status, a code and what to do."""
    answer = a_browser().post("/field/api/enrol", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "what", "advice"}
    assert "set-cookie" not in answer.headers


PATHS = ("me", "package", "checklists/restaurants/0.json", "checklists/restaurants/0.js", "worker/ro.json", "anything")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.few(2)
def test_nothing_is_given_to_a_stranger_and_a_revoked_device_hears_it_everywhere(path: str) -> None:
    """401 for who is unknown, 410 for who was revoked: then the device wipes itself."""
    assert a_browser().get(f"/field/api/{path}").status_code == 401
    browser = enrolled()
    assert browser.get(f"/field/api/{path}").status_code in (200, 404)
    acts.devices.revoke_device(as_user(acts.app(), INSPECTOR), browser.get("/field/api/me").json()["device"])
    assert browser.get(f"/field/api/{path}").status_code == 410
    assert browser.get("/field/api/texts/fr.json").status_code == 200
    assert sent(browser, a_body()).status_code == 410
    assert put(browser, new_id()).status_code == 410


def test_a_device_whose_days_are_over_gets_nothing_and_hands_in_what_it_holds() -> None:
    """401 asks it for a new code, never 410, which wipes it; its control, photo and number are taken."""
    browser = enrolled()
    with acts.app().store.write() as session:
        row = session.get_one(DeviceRow, browser.get("/field/api/me").json()["device"])
        row.expires_at = acts.app().at_the_door().at - timedelta(minutes=1)
    for path in PATHS:
        answer = browser.get(f"/field/api/{path}")
        assert (answer.status_code, answer.json().get("code")) == (401, "ACCESS-062"), (path, answer.text)
    body = a_body()
    assert sent(browser, body).status_code == 201
    assert put(browser, json.loads(body)["control_id"]).status_code == 201
    assert told(browser, "0470 00 00 01").status_code == 200


def told(browser: TestClient, telephone: object) -> Any:
    """Tell the number on which the inspector answers."""
    return browser.post("/field/api/me", json={"telephone": telephone}, headers={"X-Vigie-Field": "1"})


def test_the_number_of_the_inspector_is_kept_and_shown_to_the_own_device() -> None:
    """Of the page only, of a known device only, and a number at that."""
    browser = enrolled()
    assert told(browser, " +32 470 00 00 01 ").status_code == 200
    assert browser.get("/field/api/me").json()["telephone"] == "+32 470 00 00 01"
    for wrong in ("12", "call me", 470000001, None):
        assert told(browser, wrong).status_code == 400, wrong
    assert browser.post("/field/api/me", json={"telephone": "0470 00 00 01"}).status_code == 403
    assert told(a_browser(), "0470 00 00 01").status_code == 401
    assert browser.get("/field/api/me").json()["telephone"] == "+32 470 00 00 01"


def test_a_wrong_clock_of_the_telephone_does_not_make_it_forget_who_it_is() -> None:
    """The cookie outlives the device's days: whether these are over the office says."""
    code = acts.devices.invite_device(as_user(acts.app(), INSPECTOR), INSPECTOR, "field").code
    answer = a_browser().post("/field/api/enrol", json={"code": code, "label": ""})
    age = int(answer.headers["set-cookie"].lower().partition("max-age=")[2].partition(";")[0])
    assert timedelta(seconds=age) >= timedelta(days=400)


def test_a_forged_cookie_is_nobodys() -> None:
    """Whatever stands in it."""
    for value in ("", ".", "a.b", "x" * 3000, "%00.%00", f"{new_id()}.secret"):
        browser = a_browser()
        browser.cookies.set("vigie_field", value, path="/field")
        assert browser.get("/field/api/me").status_code == 401


def test_the_texts_come_before_the_enrolment_too() -> None:
    """The page that asks for the code must speak; there is nothing about anybody in it."""
    for lang in ("fr", "nl", "de", "en"):
        words = a_browser().get(f"/field/api/texts/{lang}.json")
        assert words.status_code == 200
        assert words.json()
        assert all(key.startswith("field.") for key in words.json())
    assert a_browser().get("/field/api/texts/ro.json").status_code == 404


def test_the_package_holds_ones_own_missions_and_nothing_of_others() -> None:
    """Neither another team's visits, nor why a place was chosen, nor anything about persons."""
    answer = enrolled().get("/field/api/package")
    package = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert [(m["day"], m["start"]) for m in package["missions"]] == [
        (WEEK.monday.isoformat(), start) for start in ("08:30", "10:00", "11:30")
    ]
    first = package["missions"][0]
    assert (first["name"], first["sector"], first["area"]) == ("Firm 2 of liege", "restaurants", "liege")
    assert first["address"] == "Rue du Test 2, 4000 Liège"
    assert first["report_language"] == "fr"
    text = answer.text
    assert "of namur" not in text
    assert not [word for word in ("points", "probability", "reason", '"arm"', "late_dimona") if word in text]
    assert not [word for word in ("insp-liege-2", "Name of head-liege", "papers held") if word in text]
    assert {one["sector"] for one in package["checklists"]} >= {"restaurants", "construction"}


@pytest.mark.battery(reason="packages, and what is refused, are tried in every run with other missions and bodies")
def test_who_has_no_team_has_no_mission() -> None:
    """A supervisor takes the numbers and checklists along, for a control of their own initiative."""
    package = enrolled(SUPERVISOR).get("/field/api/package").json()
    assert package["missions"] == []
    assert package["checklists"]


def test_a_visit_under_hold_and_one_that_was_made_are_not_missions(app: AppContext) -> None:
    """What the team was told by telephone, the package does not contradict."""
    held, done, _ = enrolled(HEAD).get("/field/api/package").json()["missions"]
    hold = acts.workplaces.place_hold(as_user(acts.app(), SUPERVISOR, AT), "workplace", held["workplace"], WEEK.monday)
    body = a_body(on=WEEK.monday, visit=done["visit"])
    control = json.loads(body) | {"workplace": done["workplace"]}
    assert sent(enrolled(), json.dumps(control).encode()).status_code == 201
    left = enrolled().get("/field/api/package").json()["missions"]
    assert [one["visit"] for one in left] == [_["visit"]]
    acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR, AT), hold.id)


@pytest.mark.battery(reason="packages, and what is refused, are tried in every run with other missions and bodies")
def test_the_two_split_provinces_have_numbers_of_their_own(app: AppContext) -> None:
    """Charleroi is not Mons, Halle is not Brussels; the number that is known is there day and night."""
    package = enrolled().get("/field/api/package").json()
    duty = package["duty"]
    assert {"charleroi", "mons-tournai", "brussels-capital", "halle-vilvoorde"} < set(duty)
    (single,) = [one for one in duty["charleroi"] if one["recipient"] == "centres"]
    assert single["number"] == "078 055 800"
    assert single["hours"]["nl"] == "dag en nacht"
    assert not single["to_verify"]
    assert all(one["number"] for numbers in duty.values() for one in numbers)
    area = {place["key"]: place["area"] for place in package["places"]}
    assert (area["52011"], area["53053"], area["21004"]) == ("charleroi", "mons-tournai", "brussels-capital")
    assert len(area) > 500
    assert [step["key"] for step in package["card"]["steps"]][:3] == ["apart", "magistrate", "police"]


def test_the_numbers_of_a_sunday_night_go_along_before_it_comes() -> None:
    """Fetched on Wednesday, without a network until next week: each number with its days, the last week's gone."""
    duty = enrolled().get("/field/api/package").json()["duty"]
    night = [one for one in duty["charleroi"] if one["role"] == "magistrate_on_duty"]
    assert [(one["number"], one["valid_from"], one["valid_until"]) for one in night] == [
        ("0490 00 00 02", None, "2026-11-29"),
        ("0490 00 00 03", "2026-11-30", "2026-12-06"),
    ]
    assert {(one["recipient"], one["to_verify"]) for one in night} == {("parquet-charleroi", False)}
    assert not [one for one in duty["mons-tournai"] if one["role"] == "magistrate_on_duty"]


def heads(app: AppContext, control_id: str) -> tuple[int, list[int]]:
    """The head count of a control as it stands, and of each of its versions."""
    with app.store.read() as session:
        versions = (
            select(ControlVersionRow).where(ControlVersionRow.control_id == control_id).order_by(ControlVersionRow.n)
        )
        kept = [
            json.loads(app.store.unseal("control_version.body", row.id, row.body)) for row in session.exec(versions)
        ]
    now = json.loads(control_body(app.store, control_id))
    return now["answers"]["fm_head_count"], [one["answers"]["fm_head_count"] for one in kept]


def test_an_older_version_that_arrives_late_is_kept_and_changes_nothing(app: AppContext) -> None:
    """Two unfinished ones in the wrong order, and one after the end: a bad connection does not keep the order."""
    browser, control_id = enrolled(), new_id()

    def send(revision: int, **fields: Any) -> Any:
        raw = json.loads(a_body(control_id=control_id, answers={"fm_head_count": revision}, left_at=None))
        return sent(browser, json.dumps(raw | {"revision": revision} | fields).encode())

    assert send(2).status_code == 201
    late = send(1)
    assert (late.status_code, late.json()["control_id"]) == (201, control_id)
    assert heads(app, control_id) == (2, [1])
    assert send(1).status_code == 200  # again: it is there
    assert send(4, left_at=a_control().left_at.isoformat()).status_code == 201
    assert heads(app, control_id) == (4, [1, 2])
    assert send(3).status_code == 201
    assert heads(app, control_id) == (4, [1, 2, 3])
    assert send(5).status_code == 201  # unfinished, after the end: whatever it counts, it was overtaken
    with app.store.read() as session:
        assert session.get_one(ControlRow, control_id).left_at is not None
        mine = select(AuditEntryRow).where(AuditEntryRow.subject == control_id)
        late_ones = session.exec(mine.order_by(col(AuditEntryRow.n))).all()
    assert [one.facts["revision"] for one in late_ones if one.act == "control.late"] == [1, 3, 5]


def test_a_late_version_is_taken_from_its_inspector_only(app: AppContext) -> None:
    """Another's control under the same id is refused as before, and nothing of it is kept."""
    control_id = new_id()
    body = json.loads(a_body(control_id=control_id, left_at=None, answers={"fm_head_count": 7}))
    assert sent(enrolled(), json.dumps(body | {"revision": 2}).encode()).status_code == 201
    assert sent(enrolled(HEAD), json.dumps(body | {"revision": 1, "answers": {}}).encode()).status_code == 409
    assert heads(app, control_id) == (7, [])


@pytest.mark.battery(reason="packages, and what is refused, are tried in every run with other missions and bodies")
def test_the_words_for_a_worker_come_in_the_languages_that_the_package_names() -> None:
    """Each says whether a translator has read it; another language is none."""
    browser = enrolled()
    languages = browser.get("/field/api/package").json()["worker_languages"]
    assert {"ro", "ar", "zh"} <= {one["code"] for one in languages}
    for one in languages:
        words = browser.get(f"/field/api/worker/{one['code']}.json").json()
        assert (words["direction"], words["checked"]) == (one["direction"], one["checked"])
        assert words["questions"]
        assert words["brochure"]
    assert browser.get("/field/api/worker/xx.json").status_code == 404
    assert a_browser().get("/field/api/worker/ro.json").status_code == 401


def test_a_checklist_is_given_by_its_hash_only() -> None:
    """The form as JSON and its rules as a module, not sent again while they are the same."""
    browser = enrolled()
    lists = browser.get("/field/api/package").json()["checklists"]
    one = next(known for known in lists if known["sector"] == "restaurants")
    form = browser.get(f"/field/api/checklists/restaurants/{one['sha256']}.json")
    assert (form.json()["id"], form.json()["sha256"]) == ("restaurants", one["sha256"])
    rules = browser.get(f"/field/api/checklists/restaurants/{one['sha256']}.js")
    assert rules.headers["content-type"].startswith("text/javascript")
    assert "export const rules = {" in rules.text
    again = browser.get(form.url, headers={"If-None-Match": form.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for wrong in ("restaurants/" + "0" * 64, "nothing/" + one["sha256"], "garment/" + one["sha256"]):
        assert browser.get(f"/field/api/checklists/{wrong}.json").status_code == 404


def test_a_control_is_received_once_and_answered_by_its_own_hash(app: AppContext) -> None:
    """The same body again is 200 with the same receipt; nothing is stored twice."""
    browser, body = enrolled(), a_body()
    first, again = sent(browser, body), sent(browser, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["sha256"] == hashlib.sha256(body).hexdigest()
    assert first.json()["missing_attachments"] == []
    assert set(first.json()["saved"]) == {
        "findings", "clocks", "reference", "decision", "positive", "open", "named",
    }  # fmt: skip
    with app.store.read() as session:
        row = session.get_one(ControlRow, first.json()["control_id"])
    assert row.saved_by == INSPECTOR


@pytest.mark.parametrize(
    ("answers", "positive", "is_open"),
    [({}, False, False), ({"q24_violence": ["threat"]}, False, True), ({"q24_violence": ["sold"]}, True, False)],
    ids=["nothing", "a strong sign", "a grave fact"],
)
def test_the_receipt_never_reads_as_an_all_clear_beside_a_strong_sign(
    answers: dict[str, list[str]], positive: bool, is_open: bool
) -> None:
    """The telephone says of it what the office does: enough, not enough, or still open."""
    control = a_control(workplace=FIRM, place=LIEGE, persons=[{"ref": "P1", "answers": answers}])
    saved = sent(enrolled(), canonical_json(control).encode()).json()["saved"]
    assert (saved["positive"], saved["open"]) == (positive, is_open)


def test_an_unfinished_yes_opens_a_referral_and_the_finished_control_completes_it() -> None:
    """A suspicion waits for nobody; afterwards the finished control cannot be overwritten."""
    browser = enrolled()
    control = json.loads(canonical_json(a_suspicious_control("yes", workplace=FIRM, place=LIEGE)))
    left = control.pop("left_at")
    open_ = sent(browser, json.dumps(control).encode())
    assert open_.status_code == 201
    assert open_.json()["saved"]["reference"]
    done = sent(browser, json.dumps(control | {"left_at": left}).encode())
    assert done.status_code == 201
    assert done.json()["saved"]["reference"] == open_.json()["saved"]["reference"]
    other = sent(browser, json.dumps(control | {"left_at": left, "facts_on": "2026-11-01"}).encode())
    assert (other.status_code, other.json()["code"]) == (409, "CONTROL-232")


def test_a_photo_before_or_after_its_control_is_told_as_missing_until_it_is_there() -> None:
    """Each attachment has a receipt of its own."""
    browser, control = enrolled(), new_id()
    ref = {"sha256": DIGEST, "kind": "photo", "media_type": "image/jpeg", "bytes": len(PHOTO), "question": None,
           "person": None, "taken_at": AT.isoformat(), "position": None}  # fmt: skip
    body = json.dumps(json.loads(a_body(control_id=control)) | {"attachments": [ref]}).encode()
    assert sent(browser, body).json()["missing_attachments"] == [DIGEST]
    new, known = put(browser, control), put(browser, control)
    assert (new.status_code, known.status_code) == (201, 200)
    assert new.json() == known.json()
    assert (new.json()["sha256"], new.json()["bytes"]) == (DIGEST, len(PHOTO))
    assert sent(browser, body).json()["missing_attachments"] == []
    assert put(enrolled(HEAD), control, PHOTO + b"x").status_code == 403


@pytest.mark.parametrize(
    ("data", "digest", "kind", "status"),
    [
        (PHOTO, "0" * 64, "image/jpeg", 422),
        (PHOTO, "nothing", "image/jpeg", 400),
        (PHOTO, None, "text/html", 415),
        (b"<svg/>", None, "image/svg+xml", 415),
        (b"<svg/>", None, "image/png", 415),
        (b"", None, "image/png", 415),
        (PHOTO[:4] + bytes(10_000_000), None, "image/jpeg", 413),
    ],
)
def test_what_is_no_attachment_is_refused_by_its_status(
    app: AppContext, data: bytes, digest: str | None, kind: str, status: int
) -> None:
    """And nothing of it is kept."""
    control = new_id()
    assert put(enrolled(), control, data, digest, kind).status_code == status
    assert not (app.settings.attachments / control).exists()


def test_a_body_without_a_length_is_cut_where_it_passes_the_cap() -> None:
    """Nobody fills the memory by not saying how much is to come."""
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while read < 500:
            read += 1
            yield b"[" * 100_000

    browser = enrolled()
    answer = browser.post("/field/api/controls", content=endless(), headers={**OWN, "Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_revoked_telephone_hears_it_while_it_uploads_a_photo() -> None:
    """From a real server: the connection is not reset before the answer was read."""
    browser = enrolled()
    cookie = f"vigie_field={browser.cookies['vigie_field']}"
    acts.devices.revoke_device(as_user(acts.app(), INSPECTOR), browser.get("/field/api/me").json()["device"])
    with listening(behind_guard(routes())) as port:
        for _ in range(3):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            path = f"/field/api/controls/{new_id()}/attachments/{DIGEST}"
            line.request(
                "PUT", path, PHOTO[:4] + bytes(9_000_000), {**OWN, "Content-Type": "image/jpeg", "Cookie": cookie}
            )
            assert line.getresponse().status == 410
            line.close()


def test_a_change_needs_the_forms_own_header() -> None:
    """A page of somebody else cannot send it, even if the browser sent the cookie."""
    browser = enrolled()
    plain = {"Content-Type": "application/json"}
    assert browser.post("/field/api/controls", content=a_body(), headers=plain).status_code == 403
    assert browser.put(f"/field/api/controls/{new_id()}/attachments/{DIGEST}", content=PHOTO).status_code == 403
    assert sent(browser, a_body(), **{"Content-Type": "text/plain"}).status_code == 415


def hostile(raw: dict[str, Any], dice: random.Random) -> tuple[bytes, set[int]]:
    """A control that only a broken or hostile sender writes, and the statuses that it may get."""
    kinds: list[tuple[Any, set[int]]] = [
        (b"[" * dice.randint(10, 200_000), {400}),
        (b'{"a":' * dice.randint(10, 100_000), {400}),
        (b"\x00" * 100, {400}),
        (bytes(dice.getrandbits(8) for _ in range(200)), {400}),
        (b"9" * dice.randint(5000, 900_000), {400}),
        (b" " * 1_000_001, {413}),
        (raw | {"checklist": {"id": "restaurants", "version": "x", "sha256": "0" * 64}}, {400}),
        (raw | {"sector": "nothing"}, {400}),
        (raw | {"control_id": "../../etc"}, {400}),
        (raw | {"answers": {f"q{n}": True for n in range(4_000)}}, {400}),
        (raw | {"answers": {"fm_head_count": 10**300}}, {400}),
        (raw | {"entered_at": "9999-12-31T23:59:59Z", "left_at": None}, {400}),
        (raw | {"entered_at": "0001-01-01T00:00:00+14:00", "left_at": None}, {400}),
        (raw | {"facts_on": "0001-01-01"}, {400}),
        (raw | {"facts_on": "9999-12-31"}, {400}),
        (raw | {"persons": [{"ref": "P1"}] * 1001}, {400}),
        (raw | {"seen": [{"ref": "S1", "state": "fled"}] * 1001}, {400}),
        (raw | {"place": "no-such-place", "workplace": "est:2999999999"}, {400}),
        (raw | {"workplace": "est:2999999998", "place": None}, {400}),
        (raw | {"extra": "x" * 100_000}, {400}),
        (raw | {"visit": "\ud800"}, {400}),
        (raw | {"attachments": [{"sha256": "../" * 20}]}, {400}),
        (json.dumps(raw).encode().replace(b"{", b'{"sector": "restaurants", ', 1), {400}),
        (raw | {"facts_on": "2027-13-45"}, {400}),
        (raw | {"answers": {"fm_head_count": [0] * 30_001}}, {400}),
    ]
    made, statuses = dice.choice(kinds)
    return (made if isinstance(made, bytes) else json.dumps(made).encode("utf-8", "surrogatepass")), statuses


def is_refused_quickly(browser: TestClient, body: bytes, statuses: set[int]) -> bool:
    """Send a hostile control, three times at most; tells whether one of them took less than two seconds of CPU.

    A full machine shares its caches too, and other threads of this process count.
    """
    for _ in range(3):
        began = time.process_time()
        answer = sent(browser, body)
        took = time.process_time() - began
        assert answer.status_code in statuses, (body[:200], answer.text)
        assert answer.json()["code"]
        if took < 2:
            return True
    return False


def test_the_largest_bodies_are_refused_as_quickly() -> None:
    """A megabyte of one thing: no step of the reading grows with its square."""
    browser, raw = enrolled(), json.loads(a_body())
    gc.collect()
    gc.freeze()  # what other tests left in this process is no part of the server's work
    for much in (
        {"persons": [{"ref": "P1"}] * 60_000},
        {"seen": [{"ref": "S1", "state": "fled"}] * 20_000},
        {"answers": {f"q{n}": True for n in range(50_000)}},
        {"answers": {"fm_head_count": [[]] * 240_000}},
        {"team": ["a"] * 150_000},
    ):
        body = json.dumps(raw | much).encode()
        assert len(body) < 1_000_000
        assert is_refused_quickly(browser, body, {400}), next(iter(much))


@pytest.mark.parametrize("controls", [100, pytest.param(1_000, marks=pytest.mark.battery(reason="10 s"))])
def test_hostile_controls_are_refused_quickly_and_nothing_is_stored(app: AppContext, controls: int) -> None:
    """Each within two seconds, with its status and a code; the house stays as it was."""
    browser, dice = enrolled(), random.Random(9)
    cantons(cache=app.settings.cache)  # the server has them ready when it has started

    def count() -> tuple[int, int]:
        with app.store.read() as session:
            rows = len(session.exec(select(ControlRow.id)).all()) + len(session.exec(select(AttachmentRow.id)).all())
            return rows, len(session.exec(select(AuditEntryRow.hash).where(AuditEntryRow.stream == "control")).all())

    before = count()
    raw = json.loads(a_body())
    for _ in range(controls):
        body, statuses = hostile(raw, dice)
        assert is_refused_quickly(browser, body, statuses), body[:200]
    assert count() == before


def test_files_are_sent_zipped_with_their_guards_and_only_once() -> None:
    """The page, its worker's scope, and no file outside the folder."""
    browser = a_browser()
    page = browser.get("/field/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["permissions-policy"].startswith("camera=(self), geolocation=(self)")
    assert page.headers["service-worker-allowed"] == "/field/"
    assert page.headers["cache-control"] == "no-cache"
    assert browser.get("/field/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    assert browser.get("/field", follow_redirects=False).headers["location"] == "/field/"
    listed = browser.get("/field/files.js")
    assert "VIGIE_FILES" in listed.text
    for outside in ("../routes.py", "..%2Froutes.py", "%2e%2e/routes.py", "nothing.js", ".hidden"):
        assert browser.get(f"/field/{outside}").status_code in (404, 401)


def test_what_is_compiled_runs_in_one_worker_alone() -> None:
    """Of this server; no page, no other script and no answer may evaluate or compile anything."""
    browser = a_browser()
    policies = {name: browser.get(f"/field/{name}").headers["content-security-policy"] for name in app_files()}
    assert [name for name, policy in policies.items() if "unsafe" in policy] == ["looking.js"]
    allowed = policies["looking.js"].split("; ")
    assert allowed == [*policies["index.html"].split("; "), "script-src 'self' 'wasm-unsafe-eval'"]


def test_the_whole_form_is_small() -> None:
    """What every phone fetches, compressed: the form is small, and so is what it fetches when it stands."""
    sizes = {name: len(file.packed or file.content) for name, file in app_files().items()}
    assert sum(sizes[name] for name in first_files()) < 100_000
    assert sum(sizes[name] for name in later_files()) < 600_000
    assert {path.suffix for path in APP.rglob("*") if path.is_file()} <= {
        ".html", ".js", ".css", ".webmanifest", ".svg", ".png", ".webp", ".woff2", ".json"
    }  # fmt: skip


def test_what_nobody_foresaw_tells_nothing(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Neither to the caller nor to the log."""
    browser = enrolled()

    def broken(*_: Any) -> None:
        raise ValueError("Jan Janssens, 85073003328")

    monkeypatch.setattr("dashboards.field.routes.package_json", broken)
    answer = browser.get("/field/api/package")
    assert (answer.status_code, answer.json()["code"]) == (500, "VIGIE-000")
    assert "Janssens" not in answer.text + caplog.text
    assert "ValueError" in caplog.text


def test_the_day_of_a_package_is_the_day_in_brussels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight on Monday is the new week already: last week's missions are gone, this week's are there."""
    browser = enrolled()
    for day, found in ((WEEK.monday, 1), (WEEK.days[6], 1), (WEEK.days[6].replace(day=7), 0)):
        monkeypatch.setattr("inspection.trust.context.now", lambda day=day: moment_of(day, 30))
        missions = browser.get("/field/api/package").json()["missions"]
        assert bool(missions) == bool(found), day


@pytest.mark.battery(reason="packages, and what is refused, are tried in every run with other missions and bodies")
def test_large_answers_are_zipped_where_the_client_can_unzip() -> None:
    """A package over a bad connection."""
    browser = enrolled()
    raw = browser.get("/field/api/package", headers={"Accept-Encoding": "identity"})
    small = browser.get("/field/api/package", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in raw.headers
    assert small.headers["content-encoding"] == "gzip"
    assert raw.json()["places"] == small.json()["places"]
    assert len(gzip.compress(raw.content)) < 60_000
