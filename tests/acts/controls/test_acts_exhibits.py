"""Photos and signatures that go with a referral: at once, late, too large, damaged; never to who hears of a minor."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes, later
from builders_control import a_person
from pdf_words import pdf_words
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of, whole_bundle
from inspection.acts.controls import keep_attachment, save
from inspection.acts.delivery import deliver
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.referral.bundle import damaged
from inspection.referral.delivery import FileDrop
from inspection.store.core import new_id
from inspection.store.queries import alerts
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext
from sectors.reader import load_rules

BY = "insp-liege-1"
PHOTO = b"\xff\xd8\xff\xe0" + b"mattresses" * 50
OTHER = b"\xff\xd8\xff\xe0" + b"papers" * 50
PLAIN = b"\xff\xd8\xff\xe0" + b"till" * 50
MINOR = a_person(1, name="Jana Exempel", birth_date="2010-05-06")


def attached(data: bytes, question: str, **more: Any) -> dict[str, Any]:
    """A photo as the control names it."""
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "kind": "photo",
        "media_type": "image/jpeg",
        "bytes": len(data),
        "question": question,
        "taken_at": "2026-11-25T08:40:00Z",
        "position": {"lon": 5.5796, "lat": 50.6326, "at": "2026-11-25T08:40:00Z"},
        **more,
    }


BOTH = [attached(PHOTO, "q15_rooms_seen"), attached(OTHER, "q08_found_with_employer"), attached(PLAIN, "fm_hidden")]


def a_yes_with(control_id: str, files: list[dict[str, Any]], **fields: Any) -> Control:
    """An unfinished control with the inspector's yes and its photos."""
    values = {"answers": dict(SIGNS), "suspicion": a_yes(), "left_at": None, "attachments": files, **fields}
    return a_control(control_id=control_id, **values)


def arrives(house: AppContext, control_id: str, data: bytes) -> None:
    """A photo comes in from the device."""
    sha256 = hashlib.sha256(data).hexdigest()
    keep_attachment(house.acting(BY, later(hours=1)), control_id, data, "image/jpeg", sha256=sha256)


def of(house: AppContext, recipient: str) -> list[DeliveryRow]:
    """The deliveries to an office, in order."""
    mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == recipient).order_by(col(DeliveryRow.id))
    with house.store.read() as session:
        return list(session.exec(mine))


def states(house: AppContext, row: DeliveryRow) -> dict[str, str]:
    """What a bundle says of each exhibit."""
    told = json.loads(dict(bundle_of(house.store, row).files)["data.json"])
    return {one["name"]: one["state"] for one in told["exhibits"]}


def test_every_photo_leaves_with_the_yes(house: AppContext, tmp_path: Path) -> None:
    """Under plain names, with place and time from the record, whatever question they are tied to."""
    control = new_id()
    for data in (PHOTO, OTHER, PLAIN):
        arrives(house, control, data)
    save(house.acting(BY, AT), a_yes_with(control, BOTH), place=LIEGE)
    (row,) = of(house, "pjf-liege")
    made = whole_bundle(house, row)
    files = dict(made.files)
    assert (files["exhibit-01.jpg"], files["exhibit-02.jpg"]) == (PHOTO, OTHER)
    assert files["exhibit-03.jpg"] == PLAIN
    assert damaged(files) == []
    told = json.loads(files["data.json"])["exhibits"][0]
    assert (told["lon"], told["lat"], told["taken_at"]) == (5.5796, 50.6326, "2026-11-25T08:40:00+00:00")
    deliver(house.acting(at=later(hours=2)), [FileDrop(tmp_path / "drop")])
    (folder,) = (tmp_path / "drop" / "pjf-liege").iterdir()
    assert (folder / "exhibit-01.jpg").read_bytes() == PHOTO


CENTRE = {"step": "centre", "at": "2026-11-25T19:00:00+01:00"}
BY_STAFF = {"person": "P1", "answer": "informed", "at": CENTRE["at"], "language": "ro", "explained_by": "centre_staff"}


@pytest.mark.parametrize(
    ("after", "parts", "told"),
    [
        ("20:31", {"left_at": "2026-11-25T20:30:00+01:00"}, False),
        ("19:01", {"steps": [{**CENTRE, "outcome": "reached"}]}, False),
        ("19:01", {"steps": [{**CENTRE, "outcome": "rung"}]}, False),  # nobody has said that it did not answer
        ("19:01", {"consents": [BY_STAFF]}, False),
        ("19:01", {"steps": [{**CENTRE, "outcome": "no_answer"}]}, True),
    ],
)
@pytest.mark.few(2)
def test_no_exhibit_leads_to_where_a_centre_takes_people_in(
    house: AppContext, after: str, parts: dict[str, Any], told: bool
) -> None:
    """Neither in the data nor on paper: a photo or a signature that was taken there goes without its position."""
    there = {"lon": 5.5796, "lat": 50.77777, "at": f"2026-11-25T{after}:20+01:00"}
    files = [attached(PHOTO, "q15_rooms_seen", position=there), attached(OTHER, "q08_found_with_employer")]
    control = a_yes_with(new_id(), files, persons=[a_person(1)], **parts)
    save(house.acting(BY, AT), control, place=LIEGE)
    held = dict(bundle_of(house.store, of(house, "aud-liege")[0]).files)
    taken = [(one["lon"], one["lat"]) for one in json.loads(held["data.json"])["exhibits"]]
    assert taken == [(5.5796, 50.77777) if told else (None, None), (5.5796, 50.6326)]
    printed = pdf_words(held["first_report.pdf"])
    assert ("50.77777" in printed, "50.63260" in printed) == (told, True)


def test_a_marked_copy_leaves_beside_its_original(house: AppContext) -> None:
    """Both as exhibits with their hashes; data and paper say which is which."""
    copy = attached(OTHER, "q15_rooms_seen", marked_of=BOTH[0]["sha256"])
    save(house.acting(BY, AT), a_yes_with(new_id(), [BOTH[0], copy]), place=LIEGE)
    held = dict(bundle_of(house.store, of(house, "aud-liege")[0]).files)
    told = [(one["sha256"], one.get("marked_of")) for one in json.loads(held["data.json"])["exhibits"]]
    assert told == [(BOTH[0]["sha256"], None), (copy["sha256"], BOTH[0]["sha256"])]
    printed = " ".join(pdf_words(held["first_report.pdf"]).split())
    assert f"copie marquée de {BOTH[0]['sha256'][:16]}" in printed


def test_a_marked_copy_without_its_original_is_refused(house: AppContext) -> None:
    """Nor is there a copy of a copy: what was marked is always there as it was taken."""
    original, copy = BOTH[0], attached(OTHER, "q15_rooms_seen", marked_of=BOTH[0]["sha256"])
    again = attached(PLAIN, "q15_rooms_seen", marked_of=copy["sha256"])
    for files in ([copy], [original, copy, again]):
        with pytest.raises(ControlFault, match="CONTROL-389"):
            save(house.acting(BY, AT), a_yes_with(new_id(), files), place=LIEGE)


def test_no_transaction_holds_a_photo(house: AppContext) -> None:
    """What is frozen names its hash; the content lies sealed once, however many offices get it."""
    control = new_id()
    arrives(house, control, PHOTO)
    save(house.acting(BY, AT), a_yes_with(control, BOTH[:1]), place=LIEGE)
    frozen = bundle_of(house.store, of(house, "aud-liege")[0])
    assert frozen.apart == (("exhibit-01.jpg", hashlib.sha256(PHOTO).hexdigest()),)
    assert "exhibit-01.jpg" not in dict(frozen.files)


def test_photos_that_come_late_follow_in_one_supplement(house: AppContext) -> None:
    """When the last of them is here; a telephone that finds its network writes to nobody twice."""
    control = new_id()
    save(house.acting(BY, AT), a_yes_with(control, BOTH[:2]), place=LIEGE)
    assert states(house, of(house, "pjf-liege")[0]) == {"exhibit-01.jpg": "awaited", "exhibit-02.jpg": "awaited"}
    arrives(house, control, PHOTO)
    assert len(of(house, "pjf-liege")) == 1
    arrives(house, control, OTHER)
    first, added = of(house, "pjf-liege")
    assert added.supplements == first.id
    assert states(house, added) == {"exhibit-01.jpg": "attached", "exhibit-02.jpg": "attached"}
    arrives(house, control, OTHER)
    assert len(of(house, "pjf-liege")) == 2


@pytest.mark.battery(reason="photos that come late follow in one supplement in every run")
def test_a_photo_that_was_sent_is_not_sent_again(house: AppContext) -> None:
    """A supplement carries what is new; the rest is named as sent before."""
    control = new_id()
    arrives(house, control, PHOTO)
    save(house.acting(BY, AT), a_yes_with(control, BOTH[:1]), place=LIEGE)
    arrives(house, control, OTHER)
    save(house.acting(BY, later(hours=2)), a_yes_with(control, BOTH[:2]), place=LIEGE)
    added = of(house, "pjf-liege")[1]
    assert states(house, added) == {"exhibit-01.jpg": "sent", "exhibit-02.jpg": "attached"}
    assert [name for name, _ in bundle_of(house.store, added).apart] == ["exhibit-02.jpg"]


def test_who_is_told_of_a_minor_gets_no_exhibit(house: AppContext) -> None:
    """Not even its hash."""
    control = new_id()
    arrives(house, control, PHOTO)
    save(house.acting(BY, AT), a_yes_with(control, BOTH[:1], persons=[MINOR]), place=LIEGE)
    (row,) = of(house, "guardianship")
    made = whole_bundle(house, row)
    everything = b"".join(body for _, body in made.files)
    assert made.apart == ()
    assert hashlib.sha256(PHOTO).hexdigest().encode() not in everything
    assert {name for name, _ in made.files} == {"manifest.json", "data.json", "first_report.txt", "first_report.pdf"}


def test_what_no_mailbox_takes_follows(house: AppContext, tmp_path: Path) -> None:
    """Above the size that the rules allow, the bundle names the hash and leaves all the same."""
    rules = tmp_path / "local.yaml"
    line = "{exhibits_bytes: 600, source: decision, confidence: M}"
    rules.write_text(f"bundles: {{dated: {{2026-01-01: {line}}}}}")
    small = replace(house, rules=load_rules([rules]))
    control = new_id()
    for data in (PHOTO, OTHER):
        arrives(small, control, data)
    save(small.acting(BY, AT), a_yes_with(control, BOTH[:2]), place=LIEGE)
    assert states(small, of(small, "pjf-liege")[0]) == {"exhibit-01.jpg": "attached", "exhibit-02.jpg": "follows"}


def test_a_damaged_photo_is_told_at_once_and_keeps_no_other_office_waiting(house: AppContext, tmp_path: Path) -> None:
    """The delivery fails aloud: nobody gets a bundle that its own manifest calls incomplete."""
    control = new_id()
    arrives(house, control, PHOTO)
    save(house.acting(BY, AT), a_yes_with(control, BOTH[:1], persons=[MINOR]), place=LIEGE)
    next(house.settings.attachments.rglob("*.sealed")).write_bytes(b"damaged")
    done = deliver(house.acting(at=later(hours=2)), [FileDrop(tmp_path / "drop")])
    assert (done.sent, done.failed) == (1, 2)
    assert {a.kind for a in alerts(house.store) if a.for_role == "team_head"} >= {"delivery_failing"}
    assert [path.name for path in (tmp_path / "drop").iterdir() if any(path.iterdir())] == ["guardianship"]
