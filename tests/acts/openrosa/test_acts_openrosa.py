"""A filled form of an OpenRosa client becomes the same control as through JSON, once, and an edit corrects it."""

import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from builders_acts import AT, LIEGE, an_office, later
from builders_control import a_raw_control, the_checklist
from builders_controls_random import a_random_control
from builders_openrosa import PNG, a_picture, encrypted, filled, instance_id, rows_of
from builders_openrosa_sent import BY, DEVICE, ON, PHOTOS, a_form, form_of, in_the_office, saved_elsewhere, sent

from inspection.acts.controls import attachment, correct_control, reviews, save
from inspection.acts.openrosa import public_form_key, receive_submission
from inspection.acts.openrosa import receiving as openrosa
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.settings import Settings
from inspection.store.queries import control_body, control_conclusion
from inspection.trust import AppContext, Context

REFUSED = {f"CONTROL-{number}" for number in (346, 347, 357, 358, 372, 373)}  # of an encrypted submission


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give a house that takes encrypted forms."""
    house = an_office(Settings(home=tmp_path_factory.mktemp("openrosa"), openrosa="encrypted"))
    yield house
    house.store.close()


@pytest.fixture(scope="module")
def plain(app):
    """Give the same house as it is for clients that cannot encrypt."""
    return replace(app, settings=replace(app.settings, openrosa="plain"))


@pytest.mark.parametrize("controls", [5, pytest.param(75, marks=pytest.mark.battery(reason="26 s"))])
@pytest.mark.parametrize("sector", ["agriculture", "construction", "garment", "restaurants"])
def test_a_control_is_the_same_through_json_and_through_openrosa(plain: AppContext, sector: str, controls: int) -> None:
    """Of random controls in each sector, answers, findings and clocks are identical."""
    random, checklist = Random(sector), the_checklist(sector, ON)
    house = plain
    xform = form_of(house, sector)
    for _ in range(controls):
        raw = a_random_control(random, checklist, ON)
        save(house.acting(BY, AT), read_control(raw, lambda _: checklist))
        received = receive_submission(
            house.acting(DEVICE.user_id, AT), filled(xform, raw, instance=instance_id()), {}, DEVICE
        )
        assert received.saved is not None
        assert received.saved.control_id[14] == "7"
        for read in (control_body, control_conclusion):
            assert told(read(house.store, received.saved.control_id)) == told(read(house.store, raw["control_id"]))


def told(text: Any) -> Any:
    """What a sealed JSON text says, without the id of its control."""
    return {key: value for key, value in json.loads(text).items() if key != "control_id"}


def test_the_same_submission_again_changes_nothing(plain: AppContext) -> None:
    """Replayed, also after it was finished: one control, nothing added."""
    instance = instance_id()
    first = sent(plain, a_form(), instance=instance)
    before = rows_of(plain)
    again = sent(plain, a_form(), instance=instance, at=later(hours=5))
    assert (again.saved.control_id, again.is_new) == (first.saved.control_id, False)
    assert rows_of(plain) == before


def test_the_same_instance_with_other_content_is_refused(plain: AppContext) -> None:
    """Also from another user, who learns nothing of what is there."""
    instance = instance_id()
    sent(plain, a_form(), instance=instance)
    before = rows_of(plain)
    with pytest.raises(ControlFault) as other:
        sent(plain, a_form(answers={"fm_head_count": 7}), instance=instance)
    xml = filled(form_of(plain, "restaurants"), a_form(), instance=instance)
    with pytest.raises(ControlFault) as foreign:
        receive_submission(plain.acting("insp-namur-1", AT), xml, {}, replace(DEVICE, user_id="insp-namur-1"))
    assert other.value.code == foreign.value.code == "CONTROL-348"
    assert rows_of(plain) == before


def test_an_edit_corrects_a_finished_control_and_keeps_what_it_held(plain: AppContext) -> None:
    """The control stays one; its version before, who and why are kept; what the form never asks stays."""
    first, second, third = instance_id(), instance_id(), instance_id()
    nobody = {"ref": "P1", "answers": {}}
    control_id = sent(plain, a_form(persons=[nobody], left_at=None), instance=first).saved.control_id
    save(plain.acting(BY, later(hours=1)), in_the_office(plain, control_id))
    person = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    sent(plain, a_form(persons=[nobody]), instance=second, deprecated=first, at=later(hours=2))
    edit = sent(plain, a_form(persons=[person]), instance=third, deprecated=second, at=later(hours=3))
    assert edit.saved.control_id == control_id
    assert edit.saved.findings >= 1
    body = json.loads(control_body(plain.store, control_id))
    assert body["answers"]["cl_remarks"] == "kept"
    assert body["suspicion"]["decision"] == "undecided"
    assert body["persons"][0]["answers"] == {"q02_dimona": "absent"}
    kept = [review for review in reviews(plain.acting(BY, AT), control_id) if review.kind == "corrected"]
    assert [(review.by, review.version) for review in kept] == [(BY, 4)]
    before = rows_of(plain)
    sent(plain, a_form(persons=[person]), instance=third, deprecated=second, at=later(hours=4))
    sent(plain, a_form(persons=[nobody], left_at=None), instance=first, at=later(hours=4))
    assert rows_of(plain) == before, "neither the edit nor the first one again changes anything"
    assert control_body(plain.store, control_id) == json.dumps(
        body, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def test_an_edit_does_not_take_back_what_was_corrected_in_the_office(plain: AppContext) -> None:
    """The client's answers are older than the correction; a file that came late brings no answer along."""
    first, late = instance_id(), {"one.png": a_picture("1")}
    control_id = sent(plain, a_form(), instance=first, photos=PHOTOS[:1]).saved.control_id
    correct_control(plain.acting(BY, later(hours=1)), in_the_office(plain, control_id, fm_head_count=9), "seen")
    with pytest.raises(ControlFault, match="corrected since") as refused:
        sent(plain, a_form(), instance=instance_id(), deprecated=first, at=later(hours=2))
    assert refused.value.code == "CONTROL-375"
    sent(plain, a_form(), late, instance=first, photos=PHOTOS[:1], at=later(hours=3))
    body = json.loads(control_body(plain.store, control_id))
    assert (body["answers"]["fm_head_count"], len(body["attachments"])) == (9, 1)


def test_an_edit_after_a_late_file_is_still_one_of_what_the_client_knows(plain: AppContext) -> None:
    """Completing a submission corrects the control as well, and nobody but the client did it."""
    first, late = instance_id(), {"one.png": a_picture("1")}
    sent(plain, a_form(), instance=first, photos=PHOTOS[:1])
    sent(plain, a_form(), late, instance=first, photos=PHOTOS[:1], at=later(hours=1))
    form = a_form(answers={"fm_head_count": 7})
    edited = sent(plain, form, instance=instance_id(), deprecated=first, at=later(hours=2)).saved
    assert json.loads(control_body(plain.store, edited.control_id))["answers"]["fm_head_count"] == 7


def test_an_unfinished_control_may_be_sent_again_as_an_edit(plain: AppContext) -> None:
    """Saved while it is made, then finished: no correction, since nothing was finished before."""
    first, second = instance_id(), instance_id()
    begun = sent(plain, a_form(left_at=None), instance=first)
    ended = sent(plain, a_form(), instance=second, deprecated=first, at=later(hours=2))
    assert begun.saved.control_id == ended.saved.control_id
    assert reviews(plain.acting(BY, AT), ended.saved.control_id) == ()
    assert json.loads(control_body(plain.store, ended.saved.control_id))["left_at"]


def test_an_edit_of_an_unfinished_control_keeps_what_was_saved_since(plain: AppContext) -> None:
    """What the client left as it knew it stays as somebody changed it; the answer says which, and nothing sensitive."""
    first, second = instance_id(), instance_id()
    control_id = sent(plain, a_form(left_at=None, answers={"fm_fled": 0}), instance=first).saved.control_id
    seen = {"answers": {"fm_head_count": 9, "q08_found_with_employer": True}}
    saved_elsewhere(plain, control_id, later(hours=1), **seen, persons=[{"ref": "P1", "answers": {}}])
    edit = a_form(answers={"fm_fled": 2})
    got = sent(plain, edit, instance=second, deprecated=first, at=later(hours=2))
    body = json.loads(control_body(plain.store, control_id))
    assert {key: body["answers"][key] for key in ("fm_head_count", "fm_fled", "q08_found_with_employer")} == {
        "fm_head_count": 9, "fm_fled": 2, "q08_found_with_employer": True,
    }  # fmt: skip
    assert [person["ref"] for person in body["persons"]] == ["P1"]
    assert body["left_at"]
    assert got.kept == ("fm_head_count", "P1")
    again = sent(plain, edit, instance=second, deprecated=first, at=later(hours=3))
    assert (again.is_new, again.kept) == (False, ())


def test_an_edit_that_changes_what_somebody_changed_since_is_refused(plain: AppContext) -> None:
    """Which answer is right nobody here can tell: the later one stands, and the client keeps its own."""
    first = instance_id()
    control_id = sent(plain, a_form(left_at=None), instance=first).saved.control_id
    saved_elsewhere(plain, control_id, later(hours=1), answers={"fm_head_count": 9})
    before = rows_of(plain), control_body(plain.store, control_id)
    edit = a_form(answers={"fm_head_count": 7})
    with pytest.raises(ControlFault, match=r"changed since.*\(fm_head_count\)") as refused:
        sent(plain, edit, instance=instance_id(), deprecated=first, at=later(hours=2))
    assert refused.value.code == "CONTROL-376"
    assert (rows_of(plain), control_body(plain.store, control_id)) == before


def test_an_edit_of_a_control_that_was_finished_elsewhere_is_refused(plain: AppContext) -> None:
    """It would be opened again by a client that does not know of its end."""
    first = instance_id()
    control_id = sent(plain, a_form(left_at=None), instance=first).saved.control_id
    saved_elsewhere(plain, control_id, later(hours=1), left_at=a_form()["left_at"])
    with pytest.raises(ControlFault, match="corrected since"):
        sent(plain, a_form(left_at=None), instance=instance_id(), deprecated=first, at=later(hours=2))
    assert json.loads(control_body(plain.store, control_id))["left_at"]


def test_a_file_that_comes_late_hides_no_correction_from_an_edit(plain: AppContext) -> None:
    """The client sent the file, and has still not seen what the office corrected before it."""
    first, late = instance_id(), {"one.png": a_picture("1")}
    control_id = sent(plain, a_form(), instance=first, photos=PHOTOS[:1]).saved.control_id
    correct_control(plain.acting(BY, later(hours=1)), in_the_office(plain, control_id, fm_head_count=9), "seen")
    sent(plain, a_form(), late, instance=first, photos=PHOTOS[:1], at=later(hours=2))
    with pytest.raises(ControlFault, match="corrected since"):
        sent(plain, a_form(), instance=instance_id(), deprecated=first, photos=PHOTOS[:1], at=later(hours=3))
    assert json.loads(control_body(plain.store, control_id))["answers"]["fm_head_count"] == 9


def test_a_save_that_comes_between_takes_nothing_back(plain: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves between the look and the writing: the edit is refused, and may be sent again."""
    first, raw = instance_id(), a_form(left_at=None)
    control_id = sent(plain, raw, instance=first).saved.control_id
    real = openrosa.controls.save

    def overtaken(context: Context, control: Control, **how: Any) -> Any:
        saved_elsewhere(plain, control_id, later(hours=1), answers={"fm_head_count": 9})
        return real(context, control, **how)

    monkeypatch.setattr(openrosa.controls, "save", overtaken)
    edit = {"instance": instance_id(), "deprecated": first}
    with pytest.raises(ControlFault, match="while this arrived") as refused:
        sent(plain, a_form(answers={"fm_fled": 2}), **edit, at=later(hours=2))
    assert refused.value.code == "CONTROL-377"
    monkeypatch.undo()
    assert sent(plain, a_form(answers={"fm_fled": 2}), **edit, at=later(hours=3)).kept == ("fm_head_count",)


def test_an_edit_of_nothing_and_an_edit_of_what_was_edited_are_refused(plain: AppContext) -> None:
    """Two people who edit one submission do not overwrite each other."""
    first = instance_id()
    with pytest.raises(ControlFault, match="not here") as unknown:
        sent(plain, a_form(), instance=instance_id(), deprecated=first)
    sent(plain, a_form(), instance=first)
    sent(plain, a_form(answers={"fm_fled": 1}), instance=instance_id(), deprecated=first)
    with pytest.raises(ControlFault, match="edited since") as late:
        sent(plain, a_form(answers={"fm_fled": 2}), instance=instance_id(), deprecated=first)
    assert (unknown.value.code, late.value.code) == ("CONTROL-349", "CONTROL-379")


def test_photos_become_attachments_with_when_they_were_taken(plain: AppContext) -> None:
    """The moment comes from the record; without one it is when the place was left."""
    files = {"one.png": a_picture("1"), "two.png": a_picture("2")}
    got = sent(plain, a_form(), files, instance=instance_id(), photos=PHOTOS)
    body = json.loads(control_body(plain.store, got.saved.control_id))
    assert [a["sha256"] for a in body["attachments"]] == [sha256(data).hexdigest() for data in files.values()]
    assert [a["taken_at"] for a in body["attachments"]] == ["2026-11-25T18:40:00+01:00", body["left_at"]]
    assert attachment(plain.acting(BY), got.saved.control_id, body["attachments"][1]["sha256"]) == files["two.png"]


def test_a_split_submission_waits_for_its_rest(plain: AppContext) -> None:
    """The same XML with other files: nothing is a control before the last part, and no part is left afterwards."""
    instance, one, two = instance_id(), {"one.png": a_picture("1")}, {"two.png": a_picture("2")}
    before = rows_of(plain)
    assert sent(plain, a_form(), one, instance=instance, photos=PHOTOS, is_incomplete=True).saved is None
    assert rows_of(plain)[:3] == before[:3]
    got = sent(plain, a_form(), two, instance=instance, photos=PHOTOS)
    assert got.missing == ()
    assert len(json.loads(control_body(plain.store, got.saved.control_id))["attachments"]) == 2
    assert rows_of(plain)[3] == before[3]


def test_a_file_that_never_came_is_named_and_may_come_later(plain: AppContext) -> None:
    """The control is not held up by a photo; a photo that comes later is added, and the addition is on record."""
    instance = instance_id()
    got = sent(plain, a_form(), {"one.png": a_picture("1")}, instance=instance, photos=PHOTOS)
    assert got.missing == ("two.png",)
    more = sent(plain, a_form(), {"two.png": a_picture("2")}, instance=instance, photos=PHOTOS, at=later(hours=1))
    assert (more.missing, more.is_new) == ((), True)
    assert len(json.loads(control_body(plain.store, got.saved.control_id))["attachments"]) == 2
    assert [r.kind for r in reviews(plain.acting(BY, AT), got.saved.control_id)] == ["corrected"]


def test_an_edit_keeps_photos_that_the_client_does_not_send_again(plain: AppContext) -> None:
    """Enketo sends new files only; one that the edit no longer names is gone from the control, not from the house."""
    first, files = instance_id(), {"one.png": a_picture("1"), "two.png": a_picture("2")}
    control_id = sent(plain, a_form(), files, instance=first, photos=PHOTOS).saved.control_id
    kept = [{**PHOTOS[1], "photo_comment": "the freezer"}]
    got = sent(plain, a_form(), {}, instance=instance_id(), deprecated=first, photos=kept)
    (left,) = json.loads(control_body(plain.store, control_id))["attachments"]
    assert (got.missing, left["comment"]) == ((), "the freezer")
    assert left["sha256"] == sha256(files["two.png"]).hexdigest()
    assert attachment(plain.acting(BY), control_id, sha256(files["one.png"]).hexdigest()) == files["one.png"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"GIF89a", "CONTROL-351"), (b"", "CONTROL-351"), (PNG + b"x" * 10_000_001, "CONTROL-378")],
    ids=["gif", "empty", "too large"],
)
def test_what_is_no_picture_is_refused_before_anything_is_stored(plain: AppContext, data: bytes, code: str) -> None:
    """The control would be there without its evidence, and the client would have dropped it."""
    before = rows_of(plain)
    with pytest.raises(ControlFault) as refused:
        sent(plain, a_form(), {"one.png": data}, instance=instance_id(), photos=PHOTOS[:1])
    assert refused.value.code == code
    assert rows_of(plain) == before


def test_an_encrypted_submission_is_opened(app: AppContext) -> None:
    """Encrypted by the specification, with two photos; sent again under a new key it is still the same."""
    xml = filled(form_of(app, "restaurants"), a_form(), instance=instance_id(), photos=PHOTOS)
    files = {"one.png": a_picture("1" * 15), "two.png": a_picture("2" * 16)}
    got = receive_submission(app.acting(DEVICE.user_id, AT), *encrypted(xml, files, public_form_key(app)), DEVICE)
    again = receive_submission(app.acting(DEVICE.user_id, AT), *encrypted(xml, files, public_form_key(app)), DEVICE)
    assert (again.saved.control_id, again.is_new) == (got.saved.control_id, False)
    body = json.loads(control_body(app.store, got.saved.control_id))
    assert [a["sha256"] for a in body["attachments"]] == [sha256(data).hexdigest() for data in files.values()]


def test_an_encrypted_submission_may_be_split(app: AppContext) -> None:
    """Its parts wait as they came, encrypted and sealed, in any order."""
    xml = filled(form_of(app, "restaurants"), a_form(), instance=instance_id(), photos=PHOTOS)
    manifest, files = encrypted(xml, {"one.png": a_picture("1"), "two.png": a_picture("2")}, public_form_key(app))
    names = sorted(files, reverse=True)
    for name in names[:-1]:
        part = {name: files[name]}
        assert (
            receive_submission(app.acting(DEVICE.user_id, AT), manifest, part, DEVICE, is_incomplete=True).saved is None
        )
    got = receive_submission(app.acting(DEVICE.user_id, AT), manifest, {names[-1]: files[names[-1]]}, DEVICE)
    assert len(json.loads(control_body(app.store, got.saved.control_id))["attachments"]) == 2


def _changed(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    data = bytearray(files[name])
    data[-20] ^= 1
    return {**files, name: bytes(data)}


def test_what_was_changed_after_encryption_is_refused(app: AppContext) -> None:
    """Files changed, exchanged or missing, a signature of another record, another house's key, or no encryption."""
    form, instance = form_of(app, "restaurants"), instance_id()
    xml = filled(form, a_form(), instance=instance, photos=PHOTOS)
    pictures = {"one.png": a_picture("1" * 40), "two.png": a_picture("2" * 40)}
    manifest, files = encrypted(xml, pictures, public_form_key(app))
    other, _ = encrypted(filled(form, a_form(), instance=instance_id()), {}, public_form_key(app))
    exchanged = {**files, "one.png.enc": files["two.png.enc"], "two.png.enc": files["one.png.enc"]}
    before = rows_of(app)
    signature = re.search(rb"<base64EncryptedElementSignature>.*</base64EncryptedElementSignature>", manifest)[0]
    foreign = re.search(rb"<base64EncryptedElementSignature>.*</base64EncryptedElementSignature>", other)[0]
    tries = [
        (manifest, _changed(files, "submission.xml.enc")),
        (manifest, _changed(files, "one.png.enc")),
        (manifest, exchanged),
        (manifest, {"submission.xml.enc": files["submission.xml.enc"]}),
        (manifest.replace(signature, foreign), files),
        (manifest.replace(signature, b""), files),
        (manifest.replace(instance.encode(), instance_id().encode()), files),
        (xml, pictures),
    ]
    for document, parts in tries:
        with pytest.raises(ControlFault) as refused:
            receive_submission(app.acting(DEVICE.user_id, AT), document, parts, DEVICE)
        assert refused.value.code in REFUSED
    assert rows_of(app) == before


def test_the_private_key_lies_sealed(app: AppContext) -> None:
    """Neither readable by others nor usable without the house's own keys."""
    file = app.settings.keys / "openrosa.pem"
    assert b"ENCRYPTED PRIVATE KEY" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_a_form_of_before_a_change_of_the_rules_is_still_taken(plain: AppContext) -> None:
    """A form may lie on a telephone for weeks: what was offered stays readable."""
    form = form_of(plain, "garment")
    changed = replace(plain, rules=_other_rules(plain))
    raw = a_raw_control(sector="garment", on=ON, place=LIEGE, persons=[])
    got = receive_submission(
        changed.acting(DEVICE.user_id, later(days=9)), filled(form, raw, instance=instance_id()), {}, DEVICE
    )
    assert json.loads(control_body(plain.store, got.saved.control_id))["checklist"]["version"] in form


def _other_rules(house: AppContext) -> Any:
    """Rules under which the garment list has lost a question."""

    class Changed:
        sha256 = "0" * 64

        def on(self, day: date) -> Any:
            catalogue = house.rules.on(day)
            questions = {key: q for key, q in catalogue.questions.items() if key != "wp_card_shown"}
            return catalogue.model_copy(update={"questions": questions})

        def changes(self, after: date, until: date) -> tuple[date, ...]:
            return house.rules.changes(after, until)

    return Changed()
