"""What lies in the outbox is sealed until somebody of the house takes it, and that is recorded."""

import json
from pathlib import Path

import pytest
from builders_acts import LIEGE, a_suspicious_control, later
from scanning import Sought, scan
from sqlmodel import col, select

from inspection.acts import access, outbox
from inspection.acts.controls import save
from inspection.acts.delivery import deliver, reconcile
from inspection.acts.protection import queue_notice
from inspection.errors import AccessRefused, RestFault, StoreFault
from inspection.referral.bundle import damaged
from inspection.referral.delivery import FileDrop
from inspection.sealing import case_of, is_by_field_key
from inspection.store.controls import ControlRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import ReferralRow
from inspection.trust import AppContext, audited_transaction


@pytest.fixture
def sent(house: AppContext) -> AppContext:
    """Give a house from which a referral left for two offices."""
    save(house.acting("insp-liege-1", later()), a_suspicious_control("yes"), place=LIEGE)
    assert deliver(house.acting(at=later(minutes=2)), outbox.transports(house)).sent == 2
    return house


def test_a_bundle_lies_sealed_and_is_taken_whole(sent: AppContext, tmp_path: Path) -> None:
    """Every file, as its manifest says, for this account only; the trail says who took it."""
    assert all(path.suffix == ".sealed" for path in sent.settings.outbox.rglob("*") if path.is_file())
    made = outbox.take(sent.acting("head-liege", later(hours=1)), "pjf-liege", tmp_path / "stick")
    (folder,) = (tmp_path / "stick").iterdir()
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert (made.folders, made.files) == ((folder.name,), len(files))
    assert damaged(files) == []
    assert json.loads(files["data.json"])
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with sent.store.read() as session:
        rows = session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "delivery.take")).all()
        (case,) = session.exec(select(ReferralRow.control_id))
    assert {(row.who, row.subject) for row in rows} == {("head-liege", "pjf-liege"), ("head-liege", case)}
    looked = access.who_looked(sent.acting("dpo-1", later(hours=2)), case)
    assert [(one.who, one.act, one.is_masked) for one in looked] == [("head-liege", "delivery.take", False)]
    told = reconcile(sent.acting(at=later(hours=2)), outbox.transports(sent))
    assert not any(one.missing or one.changed for one in told)


def test_without_its_seal_it_would_be_found(house: AppContext) -> None:
    """The fault that the seal is there for: a drop in clear is seen by the scanner."""
    save(house.acting("insp-liege-1", later()), a_suspicious_control("yes"), place=LIEGE)
    deliver(house.acting(at=later(minutes=2)), [FileDrop(house.settings.outbox)])
    (folder,) = (house.settings.outbox / "pjf-liege").iterdir()
    grounds = json.loads((folder / "data.json").read_text())
    words = [value for value in _texts(grounds) if len(value) > 20][:3]
    assert scan(house.home, Sought.of(words=words))


def test_what_is_of_a_case_is_sealed_by_its_key(sent: AppContext) -> None:
    """A referral's bundle and a notice go with their case; a list is of many, and anything else is refused."""
    safe, key = outbox.OutboxSafe(sent.store), "0123456789ab"
    with sent.store.read() as session:
        control = session.exec(select(ReferralRow.control_id)).first()
        reference = session.exec(select(ReferralRow.reference)).first()
        row = session.get_one(ControlRow, control)
    with audited_transaction(sent.acting("insp-liege-1", later())) as tx:
        notice = queue_notice(tx, row, "centre", "payoke", {}).reference
    for folder in (f"{reference}-{key}", f"{notice}-{key}"):
        assert case_of(safe.seal(f"x/{folder}/data.json", b"{}")) == control
    for where in (f"x/L-{sent.settings.service}-2026-W48-{key}/a.pdf", "lists/x/2026-W48.pdf"):
        assert is_by_field_key(safe.seal(where, b"{}"))
    for folder in (f"R-26-999999-0-{key}", f"N-0000000-{key}", "somewhere"):
        with pytest.raises(RestFault, match="REST-106"):
            safe.seal(f"x/{folder}/data.json", b"{}")


def test_an_outbox_is_opened_outside_the_transaction(
    sent: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a disk takes to read, another may write meanwhile."""
    opening = outbox.OutboxSafe.open

    def writes_meanwhile(safe: outbox.OutboxSafe, where: str, sealed: bytes) -> bytes:
        with sent.store.write():  # refused inside a transaction
            pass
        return opening(safe, where, sealed)

    monkeypatch.setattr(outbox.OutboxSafe, "open", writes_meanwhile)
    assert outbox.take(sent.acting("head-liege", later(hours=1)), "pjf-liege", tmp_path / "stick").files


def test_nothing_is_taken_into_the_home_by_others_or_from_nothing(sent: AppContext, tmp_path: Path) -> None:
    """A folder of this home is refused, and so is who may not; a changed file gives nothing at all."""
    head = sent.acting("head-liege", later(hours=1))
    for recipient, to, code in (("pjf-liege", sent.home / "out", "REST-105"), ("pjf-namur", tmp_path, "REST-104")):
        with pytest.raises(RestFault) as fault:
            outbox.take(head, recipient, to)
        assert fault.value.code == code
    with pytest.raises(AccessRefused):
        outbox.take(sent.acting("insp-liege-1", later(hours=1)), "pjf-liege", tmp_path / "a")
    one = next((sent.settings.outbox / "pjf-liege").rglob("data.json.sealed"))
    one.write_bytes(one.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreFault):
        outbox.take(head, "pjf-liege", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []
