"""Attachments: kept once and whole, answered by their own hash, and never by somebody else."""

import hashlib
import signal
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, an_office, later
from builders_control import the_rules
from houses import House
from own_process import exit_code_of
from sqlmodel import col, select

from inspection.acts.controls import AttachmentReceipt, attachment, attachments, keep_attachment, save
from inspection.errors import AccessRefused, ControlFault, StoreFault
from inspection.failpoints import ATTACHING
from inspection.settings import FieldSettings, Settings
from inspection.store.controls import AttachmentRow, attachment_hashes
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail

BY, COLLEAGUE = "insp-liege-1", "insp-liege-2"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
DRAWN = b"\x89PNG\r\n\x1a\n" + b"signature" * 20
CONTROL = "0193b3f0-0000-7000-8000-0000000000aa"


def kept(
    house: AppContext, data: bytes = PHOTO, by: str = BY, control: str = CONTROL, at: datetime = AT, **fields: Any
) -> AttachmentReceipt:
    """Send an attachment."""
    values = {"media_type": "image/jpeg", "sha256": hashlib.sha256(data).hexdigest()}
    return keep_attachment(house.acting(by, at), control, data, **{**values, **fields})


def files(house: AppContext) -> list[str]:
    """Every file under the folder of attachments."""
    return [path.name for path in sorted(house.settings.attachments.rglob("*")) if path.is_file()]


def test_an_attachment_comes_before_its_control_and_is_read_back(house: AppContext) -> None:
    """The receipt names the hash of what was sent; what lies on the disk is sealed."""
    receipt = kept(house)
    assert (receipt.sha256, receipt.bytes, receipt.is_new) == (hashlib.sha256(PHOTO).hexdigest(), len(PHOTO), True)
    (file,) = house.settings.attachments.rglob("*.sealed")
    assert PHOTO[:40] not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert attachment(house.acting(BY, AT), CONTROL, receipt.sha256) == PHOTO
    assert attachment_hashes(house.store, CONTROL) == {receipt.sha256}
    assert verify_trail(house.store).broken is None


def test_the_same_bytes_again_change_nothing_and_give_the_same_receipt(house: AppContext) -> None:
    """A device that lost the answer asks again as often as it likes."""
    first, again = kept(house), kept(house, at=later(hours=3))
    assert again == replace(first, is_new=False)
    assert len(files(house)) == 1
    assert len(attachments(house.acting(BY, AT), CONTROL)) == 1


def test_two_at_once_store_one(house: AppContext) -> None:
    """Both get a receipt with one moment, and one of them is told that it was new."""
    found: list[AttachmentReceipt] = []
    threads = [threading.Thread(target=lambda: found.append(kept(house))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [receipt.is_new for receipt in found].count(True) == 1
    assert {receipt.received_at for receipt in found} == {AT}
    assert len(files(house)) == 1


@pytest.mark.parametrize(
    ("data", "fields", "code"),
    [
        (PHOTO, {"sha256": "0" * 64}, "300"),  # it changed on the way
        (PHOTO, {"media_type": "image/svg+xml"}, "301"),
        (PHOTO, {"media_type": "image/png"}, "301"),  # it is none, whatever its name
        (b"<html>", {}, "301"),
        (b"", {}, "301"),
        (PHOTO + b"0" * 1_000_000, {}, "302"),
        (PHOTO, {"sha256": "../../etc/passwd"}, "303"),
        (PHOTO, {"sha256": "A" * 64}, "303"),
        (PHOTO, {"control": "../../../tmp/x"}, "303"),
        (PHOTO, {"control": "0193b3f0-0000-4000-8000-0000000000aa"}, "303"),
    ],
)
def test_what_is_no_attachment_is_refused_and_nothing_is_stored(
    house: AppContext, data: bytes, fields: dict[str, Any], code: str
) -> None:
    """Nothing of it reaches the disk, not even under another name."""
    small = replace(house, settings=replace(house.settings, field=FieldSettings(attachment_mb=1)))
    with pytest.raises(ControlFault) as refused:
        kept(small, data, **fields)
    assert refused.value.code == f"CONTROL-{code}"
    assert files(house) == []
    with house.store.read() as session:
        assert session.exec(select(AttachmentRow)).all() == []


def test_a_control_holds_no_more_than_allowed(house: AppContext) -> None:
    """A script cannot fill the disk under one control; what is known already is answered all the same."""
    few = replace(house, settings=replace(house.settings, field=FieldSettings(attachments=1)))
    first = kept(few)
    with pytest.raises(ControlFault, match="more attachments"):
        kept(few, DRAWN, media_type="image/png")
    assert kept(few) == replace(first, is_new=False)


def test_nobody_adds_to_the_control_of_another(house: AppContext) -> None:
    """Neither before the control is there nor after; who may read the control may look, and the look is recorded."""
    receipt = kept(house)
    with pytest.raises(AccessRefused, match="somebody else"):
        kept(house, DRAWN, by=COLLEAGUE, media_type="image/png")
    with pytest.raises(AccessRefused):
        attachment(house.acting(COLLEAGUE, AT), CONTROL, receipt.sha256)
    save(house.acting(BY, AT), a_control(control_id=CONTROL), place=LIEGE)
    with pytest.raises(AccessRefused, match="somebody else"):
        kept(house, DRAWN, by=COLLEAGUE, media_type="image/png")
    assert attachment(house.acting("head-liege", AT).because("supervision", CONTROL), CONTROL, receipt.sha256) == PHOTO
    with pytest.raises(AccessRefused):
        attachment(house.acting("head-namur", AT), CONTROL, receipt.sha256)
    kept(house, DRAWN, media_type="image/png")
    assert len(attachments(house.acting("supervisor-liege", AT), CONTROL)) == 2
    with house.store.read() as session:
        reads = select(AuditEntryRow).where(AuditEntryRow.act == "attachment.read").order_by(col(AuditEntryRow.n))
        looks = [e.who for e in session.exec(reads)]
    assert looks == ["head-liege"]


@pytest.mark.parametrize("by", ["dpo-1", "system", "nobody"])
def test_who_makes_no_controls_sends_none(house: AppContext, by: str) -> None:
    """The disk is not touched for them."""
    with pytest.raises(AccessRefused):
        kept(house, by=by)
    assert files(house) == []


@pytest.mark.parametrize("failpoint", ATTACHING)
def test_a_process_that_is_killed_leaves_no_wrong_receipt(tmp_path: Path, failpoint: str) -> None:
    """Killed by SIGKILL anywhere between file and row: sent again, the same bytes are there once and can be read."""
    settings = Settings(home=tmp_path / "home")
    an_office(settings).store.close()
    assert exit_code_of(send_and_die, settings, failpoint=failpoint) == -signal.SIGKILL
    house = House(open_store(settings), the_rules(), settings)
    arrived = attachment_hashes(house.store, CONTROL)
    assert bool(arrived) == (failpoint == "attachment.after_commit")
    receipt = kept(house)
    assert receipt.is_new != bool(arrived)
    assert len(files(house)) == 1
    assert attachment(house.acting(BY, AT), CONTROL, receipt.sha256) == PHOTO
    assert verify_trail(house.store).broken is None
    house.store.close()


def send_and_die(settings: Settings) -> None:
    """Send an attachment from a process whose plug is pulled on the way."""
    kept(House(open_store(settings), the_rules(), settings))


def test_a_file_that_was_lost_is_told_and_written_anew(house: AppContext) -> None:
    """Nobody is given half a photo; a device that still has it may send it again."""
    receipt = kept(house)
    (file,) = house.settings.attachments.rglob("*.sealed")
    file.unlink()
    with pytest.raises(StoreFault) as missing:
        attachment(house.acting(BY, AT), CONTROL, receipt.sha256)
    assert missing.value.code == "STORE-070"
    assert not kept(house).is_new
    assert attachment(house.acting(BY, AT), CONTROL, receipt.sha256) == PHOTO


def test_a_sealed_file_under_another_name_does_not_open(house: AppContext) -> None:
    """It is bound to its control and hash: a photo cannot be moved to another case."""
    receipt, other = kept(house), new_id()
    kept(house, DRAWN, control=other, media_type="image/png")
    file = house.settings.attachments / CONTROL / f"{receipt.sha256}.sealed"
    moved = house.settings.attachments / other / f"{hashlib.sha256(DRAWN).hexdigest()}.sealed"
    moved.write_bytes(file.read_bytes())
    with pytest.raises(StoreFault):
        attachment(house.acting(BY, AT), other, hashlib.sha256(DRAWN).hexdigest())
