"""A referral from Liège whose people sleep in a lodging elsewhere: what each office was told of it."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes, later
from builders_control import a_person
from builders_orders import BY, INSPECTOR
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.bundles.bundles import freeze
from inspection.acts.changes import confirm_change, propose_change
from inspection.acts.controls import save
from inspection.acts.delivery import deliver
from inspection.control.filled import Control
from inspection.referral.bundle import DATA, MANIFEST
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext

POLICE, AUDITOR, CELL, MAGISTRATE = "pjf-liege", "aud-liege", "fgp-limburg", "aud-antwerpen"
ELSEWHERE = ("Neighbour", "Cook", "Silent", "token", "papers held", "2123456789")
WORDS = "SECRET-WORDS for the magistrate"
PERSONS = [
    a_person(1, {"q15_sleeps": "employer", "q11_pay": "token"}, name="Synthetic Lodger"),
    a_person(2, {"q15_sleeps": "own"}, name="Synthetic Neighbour"),
    a_person(3, {"q15_sleeps": "workplace"}, name="Synthetic Cook"),
    a_person(4, {}, name="Synthetic Silent"),
]


def a_lodging(address: str = "Straat 1, 3500 Hasselt", **fields: Any) -> Control:
    """A yes in Liège with beds in Hasselt."""
    answers = {**SIGNS, "q15_lodging_address": address, "ob_danger_now": True}
    return a_control(answers=answers, persons=PERSONS, suspicion=a_yes(), **fields)


def opened(house: AppContext, control: Control | None = None, *, sent: bool = True) -> str:
    """The reference of its referral, which has left unless `sent` is False."""
    saved = save(house.acting(INSPECTOR, AT), control or a_lodging(), place=LIEGE)
    if sent:
        hand_over(house, 0.1)
    return str(saved.reference)


def rows(house: AppContext, recipient: str) -> list[DeliveryRow]:
    """Every delivery to an office, the first one first."""
    mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == recipient).order_by(col(DeliveryRow.id))
    with house.store.read() as session:
        return list(session.exec(mine))


def told(house: AppContext, recipient: str, n: int = -1) -> Any:
    """The data of the n-th bundle to an office."""
    return json.loads(dict(bundle_of(house.store, rows(house, recipient)[n]).files)["data.json"])


def is_whole(data: Any) -> bool:
    """Whether data tell all of the case."""
    return {"grounds", "elements", "workplace"} <= set(data) and len(data["persons"]) == len(PERSONS)


def hand_over(house: AppContext, hours: float) -> None:
    """Send what is due."""
    deliver(house.acting(at=later(hours)), {"file_drop": FileDrop(house.settings.outbox)})


def change(house: AppContext, reference: str, kind: str, hours: float) -> None:
    """Two persons correct or withdraw a referral."""
    made = propose_change(house.acting(INSPECTOR, later(hours)), reference, kind, WORDS)  # type: ignore[arg-type]
    confirm_change(house.acting(BY, later(hours)), made.id)


def as_before_the_shares(house: AppContext) -> None:
    """Freeze every bundle as the version before froze it: the whole case for an office of a lodging too, and without
    the code of the standard that came later.
    """
    with house.store.write() as session:
        every = [row for row in session.exec(select(DeliveryRow)) if row.message in ("report", "correction")]
        case = next(_files(house, row) for row in every if row.reason == "place_of_facts")
        for row in every:
            parts = _files(house, row)
            if row.reason == "lodging":
                mine = {"recipient": row.recipient, "language": row.language}
                parts |= {**case, DATA: json.dumps(json.loads(case[DATA]) | mine).encode()}
            made = bundle_of(house.store, row)
            if row.reason == "lodging" and row.sent_at is None:
                row.bundle_key = sha256(made.key.encode()).hexdigest()
            of = session.get_one(ReferralRow, row.referral_id).control_id
            row.bundle = freeze(house.store, of, row.id, _with(replace(made, key=row.bundle_key), parts))


def _files(house: AppContext, row: DeliveryRow) -> dict[str, bytes]:
    """What a bundle tells, as the version before wrote it."""
    files = dict(bundle_of(house.store, row).files)
    data = json.loads(files[DATA])
    data.get("htcds", {}).pop("methodofrecruitment", None)
    return {DATA: json.dumps(data).encode(), "first_report.txt": files["first_report.txt"]}


def _with(made: Bundle, parts: dict[str, bytes]) -> Bundle:
    """A bundle with other parts: the manifest has their hashes, and that of a content which no version makes again."""
    files = {**dict(made.files), **parts}
    manifest = json.loads(files.pop(MANIFEST))
    here = [{"name": name, "bytes": len(body), "sha256": sha256(body).hexdigest()} for name, body in files.items()]
    manifest |= {"content": "0" * 64, "files": here, "key": made.key}
    return replace(made, files=((MANIFEST, json.dumps(manifest).encode()), *sorted(files.items())))
