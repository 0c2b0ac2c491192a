"""Cases with a referral, a portal and everything else that may hang on them, each with a word by which it is found."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_control import a_person
from builders_portals import BY, POLICE, Twin
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from houses import House
from sqlmodel import select

from inspection.acts.controls import begin_draft, keep_attachment, save
from inspection.acts.delivery import deliver
from inspection.acts.outbox import transports
from inspection.acts.portal.values import Asks
from inspection.acts.referrals import log_call
from inspection.acts.retention import confirm_erasure, propose_erasure
from inspection.acts.texts import keep_text
from inspection.errors import StoreFault
from inspection.keyring import Keyring
from inspection.sealed_places import outbox_files
from inspection.sealing import is_sealed
from inspection.store.core import Sealed, Store, metadata
from inspection.store.opening import reach_store
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.sealed_files import ATTACHMENTS

DPO, DIRECTION = "dpo-1", "direction-1"
NUMBER = "85073003328"


@dataclass(frozen=True)
class Case:
    """A case by its control's id, the reference of its referral, and the word that stands in all that it says."""

    id: str
    reference: str
    canary: str


CANARY = rb"canary-[0-9]{5}-[0-9a-f]{12}"  # what a case says of its person, each another


def a_case(twin: Twin, n: int, number: str = NUMBER) -> Case:
    """A control with photo, yes, delivered bundles, call, question on the portal, and half-typed words."""
    house, canary = twin.office, f"canary-{n:05d}-{hashlib.sha256(str(n).encode()).hexdigest()[:12]}"
    at = AT + timedelta(minutes=3 * n)
    control = a_suspicious_control(
        "yes", persons=[a_person(1, name=f"Name {canary}", national_number=number)], workplace=f"site:{canary}"
    )
    control = control.model_copy(
        update={"suspicion": control.suspicion.model_copy(update={"grounds": f"grounds {canary}"})}
    )
    photo = b"\xff\xd8\xff\xe0" + canary.encode() * 3
    digest = hashlib.sha256(photo).hexdigest()
    keep_attachment(house.acting(BY, at), control.control_id, photo, "image/jpeg", sha256=digest)
    reference = str(save(house.acting(BY, at), control, place=LIEGE).reference)
    deliver(house.acting(at=at + timedelta(minutes=1)), transports(house))
    _said(twin, control.control_id, reference, canary, at + timedelta(minutes=2))
    return Case(control.control_id, reference, canary)


def _said(twin: Twin, control_id: str, reference: str, canary: str, at: Any) -> None:
    house = twin.office
    with house.store.read() as session:
        mine = select(DeliveryRow).join(ReferralRow).where(ReferralRow.reference == reference)
        delivery = next(row for row in session.exec(mine) if row.recipient == POLICE)
    log_call(house.acting(BY, at), delivery.id, "duty_officer", f"said {canary}", False)
    keep_text(house.acting(BY, at), f"/referrals/{reference}", "words", f"typed {canary}", 0)
    twin.publish(at)
    copy = next(row for row in twin.rows(POLICE, "case") if row.reference == reference)
    twin.say("cell-1", copy, Asks(words=f"asked {canary}"), at)
    twin.take(at)
    twin.publish(at)


def erased(house: House, *cases: Case, days: float = 30) -> None:
    """Propose as the data officer, and confirm as the direction."""
    made = propose_erasure(
        house.acting(DPO, later(days=days)), class_key="subject_request", subjects=[case.id for case in cases]
    )
    assert made is not None
    confirm_erasure(house.acting(DIRECTION, later(days=days)), made.reference, made.sha256)


def copied(twin: Twin, to: Path) -> tuple[Path, Path]:
    """Copy a home and its portal's, but for both keyrings; returns where they are."""
    home = twin.office.settings.home
    twin.office.store.forget(), twin.portal.store.forget()
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("keyring"))
    return to, to / "portal"


def opened(store: Store, attachments: Path | None = None) -> Iterator[str]:
    """Give whatever the keys and the keyring that a store has open: every sealed column, and every sealed file."""
    for table in metadata.sorted_tables:
        for column in (one for one in table.columns if isinstance(one.type, Sealed)):
            with store.engine.connect() as connection:
                rows = connection.execute(select(table.c.id, column)).all()
            for row_id, sealed in rows:
                yield _opened(store, f"{table.name}.{column.name}", row_id, sealed)
    for file in sorted(attachments.rglob("*.sealed")) if attachments else ():
        place = f"{file.parent.name}|{file.stem}"
        yield _opened(store, ATTACHMENTS, place, file.read_bytes())


def _opened(store: Store, place: str, row_id: str, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    assert is_sealed(sealed)
    try:
        once = store.unseal_bytes(place, row_id, sealed)
        while is_sealed(once):  # a decision on a link is sealed by the keys of both cases
            once = store.unseal_bytes(place, row_id, once)
    except StoreFault:
        return ""
    return once.decode(errors="replace")


def all_that_opens(house: House, portal: House, copies: tuple[Path, Path]) -> str:
    """Return what an older copy tells whoever holds every key there still is: those of the house, and both keyrings."""
    told = []
    for one, home in zip((house, portal), copies, strict=True):
        keys = one.store.keys
        store = reach_store(replace(one.settings, home=home, keyring_folder=one.settings.keyring), keys=keys)
        assert isinstance(store.keyring, Keyring)
        told += list(opened(store, home / "attachments"))
        there = replace(one.settings, home=home)
        told += [_opened(store, file.place, file.row, file.path.read_bytes()) for file in outbox_files(there)]
        store.close()
    return "\n".join(told)


def a_draft_of(house: House, canary: str) -> str:
    """Begin a control that nobody finishes."""
    checklist = a_suspicious_control().checklist.model_dump()
    raw = {"checklist": checklist, "sector": "restaurants", "workplace": f"site:{canary}", "entered_at": AT.isoformat()}
    return begin_draft(house.acting(BY, AT), raw, place=LIEGE).id


def pages(file: Path, key: bytes, *, head: int = 0, between: int = 0) -> Iterator[bytes]:
    """Decrypt every page of an SQLCipher file, free ones too; of its journal each frame behind its header."""
    size, reserve = 4096, 80
    data = file.read_bytes() if file.exists() else b""
    for n, start in enumerate(range(head, len(data) - size + 1, size + between)):
        page = data[start + between : start + between + size]
        salt = 16 if n == 0 and not head else 0
        end = size - reserve
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
        yield cipher.update(page[salt:end])
