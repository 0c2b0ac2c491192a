"""Bundles in the outbox: made and frozen when a delivery is queued, opened again when it is handed over.

What is frozen holds the reports and the hash of every exhibit; the exhibits themselves lie sealed beside the database
already, and are taken up when the bundle leaves: no transaction waits for a photo.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sqlmodel import col, select

from inspection.acts import records
from inspection.errors import InspectionError
from inspection.referral import bundle as bundling
from inspection.referral.bundle import DATA, MANIFEST
from inspection.referral.delivery import open_delivery
from inspection.referral.model import Addressee, Bundle, FirstReport, Reason
from inspection.referral.portal_ids import case_id
from inspection.referral.report import attach
from inspection.reporting import cases
from inspection.sealing import canonical_json, pseudonymiser
from inspection.store.core import Store, new_id
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext, AuditedTransaction
from inspection.trust.rights import rights
from sectors.rules.recipients import Recipient

if TYPE_CHECKING:
    from sectors import Catalogue


def queue(
    tx: AuditedTransaction,
    referral: ReferralRow,
    addressee: Addressee,
    made: Bundle,
    *,
    replaces: str | None = None,
    supplements: str | None = None,
) -> DeliveryRow:
    """Queue a bundle for an addressee inside an act.

    replaces
        Id of the refused delivery that it is rerouted from.
    supplements
        Id of the delivery to the same office that it adds to.
    """
    delivery = _delivery(tx, referral, addressee, made)
    delivery.replaces, delivery.supplements = replaces, supplements
    tx.session.add(delivery)
    facts = {
        "referral": referral.id,
        "recipient": delivery.recipient,
        "bundle": made.key,
        "replaces": replaces,
        "supplements": supplements,
    }
    tx.record("delivery.queue", delivery.id, stream="referral", basis="spc_communication", facts=facts)
    return delivery


def make(
    tx: AuditedTransaction,
    addressee: Addressee,
    report: FirstReport,
    catalogue: "Catalogue",
    *,
    adds_to: DeliveryRow | None = None,
) -> Bundle:
    """Return the bundle of one addressee, with its PDF and what it may see of the exhibits.

    adds_to
        The delivery to the same office that it supplements: what went with that is not attached again.
    """
    shown = _with_exhibits(tx.store, report, catalogue, adds_to)
    key = adds_to.bundle_key if adds_to is not None else None
    link = _link(tx, addressee, report.reference, catalogue)
    return bundling.bundle(
        addressee,
        shown,
        catalogue,
        pdf=lambda data: cases.first_report_pdf(addressee, shown, catalogue, data, supplements=key, link=link),
        supplements=key,
        nonce=nonce_of(tx.store),
    )


def _link(tx: AuditedTransaction, addressee: Addressee, reference: str, catalogue: "Catalogue") -> str:
    """Return where an office finds its referral on the portal; "" without a portal, or for an office that has no door.

    It stands in the PDF alone: whatever the key of a bundle is made of does not change with the portal's address.
    """
    url, known = tx.app.settings.portal_url, catalogue.recipients.get(addressee.recipient)
    if url is None or known is None or known.kind not in frozenset().union(*rights().offices.values()):
        return ""
    tx.session.flush()
    referral = tx.session.exec(select(ReferralRow.id).where(col(ReferralRow.reference) == reference)).first()
    return "" if referral is None else f"{url}/case/{case_id(referral, known.id, keys=tx.store.keys)}"


def has_been_told(
    store: Store, last: DeliveryRow, addressee: Addressee, report: FirstReport, catalogue: "Catalogue"
) -> bool:
    """Tell whether an office would read nothing new; where its bundle cannot be read any more, it would.

    Better told once too often than never; but nobody is told because a new version writes the same otherwise, or less.
    """
    try:
        files = dict(bundle_of(store, last).files)
    except InspectionError:
        return False
    shown = _with_exhibits(store, report, catalogue, last)
    if bundling.content_hash_in(files[MANIFEST]) == bundling.content_hash(addressee, shown, catalogue):
        return True
    return DATA in files and bundling.adds_nothing_to(addressee, shown, catalogue, files[DATA])


def nonce_of(store: Store) -> Callable[[str], str]:
    """Return the function from a bundle's key to its nonce: nobody else can guess it, and the same bundle keeps it."""
    return pseudonymiser("nonce", keys=store.keys)


def addressee_like(row: DeliveryRow, office: Recipient) -> Addressee:
    """Return an office as the addressee of what an earlier delivery was about: told as much, in its own language."""
    return Addressee(
        recipient=office.id,
        reason=reason_to(office, cast(Reason, row.reason)),
        language=next((lang for lang in office.languages if lang == row.language), office.languages[0]),
        transports=office.transports,
        answer_hours=office.answer_hours,
        reminder_hours=office.reminder_hours,
    )


def reason_to(office: Recipient, otherwise: Reason) -> Reason:
    """Return why an office is told: the guardianship service always of its minors, whoever adds it and how."""
    return "minor" if office.kind == "guardianship" else otherwise


def bundle_of(store: Store, row: DeliveryRow) -> Bundle:
    """Return the bundle as it was frozen, its exhibits apart; raises `StoreFault` where it cannot be opened."""
    raw = json.loads(store.unseal("delivery.bundle", row.id, row.bundle))
    return Bundle(
        reference=raw["reference"],
        recipient=row.recipient,
        key=row.bundle_key,
        files=tuple((name, b64decode(content)) for name, content in raw["files"]),
        apart=tuple((name, sha256) for name, sha256 in raw.get("apart", ())),
    )


def whole_bundle(app: AppContext, row: DeliveryRow) -> Bundle:
    """Return the bundle as it leaves, with every exhibit; raises `StoreFault` where one is missing or was changed."""
    frozen = bundle_of(app.store, row)
    if not frozen.apart:
        return frozen
    with app.store.read() as session:
        control = session.get_one(ReferralRow, row.referral_id).control_id
    taken = ((name, records.open_file(app, control, sha256)) for name, sha256 in frozen.apart)
    return replace(frozen, files=(*frozen.files, *taken), apart=())


def _with_exhibits(store: Store, report: FirstReport, catalogue: "Catalogue", last: DeliveryRow | None) -> FirstReport:
    sent = _sent(store, last) if last is not None and report.exhibits else frozenset()
    return replace(report, exhibits=attach(report.exhibits, sent, catalogue.bundles.exhibits_bytes))


def _sent(store: Store, last: DeliveryRow) -> frozenset[str]:
    """Return the hashes of the exhibits that an office holds once it has its last bundle, which names all of them."""
    try:
        data = dict(bundle_of(store, last).files).get(DATA)
    except InspectionError:
        return frozenset()
    told = {} if data is None else json.loads(data)
    return frozenset(one["sha256"] for one in told.get("exhibits", ()) if one["state"] in ("attached", "sent"))


def freeze(store: Store, case: str, id_: str, made: Bundle) -> bytes:
    """Return a bundle as the row of its delivery holds it: sealed by its case's key, its exhibits apart."""
    files = [(name, b64encode(content).decode()) for name, content in made.files]
    frozen = canonical_json({"reference": made.reference, "files": files, "apart": [list(one) for one in made.apart]})
    return store.seal("delivery.bundle", id_, frozen, case=case)


def _delivery(tx: AuditedTransaction, referral: ReferralRow, addressee: Addressee, made: Bundle) -> DeliveryRow:
    id, queued = new_id(), tx.at  # noqa: A001
    opened = open_delivery(id, addressee, queued)
    return DeliveryRow(
        id=id,
        referral_id=referral.id,
        recipient=addressee.recipient,
        reason=addressee.reason,
        language=addressee.language,
        transports=list(addressee.transports),
        bundle_key=made.key,
        bundle=freeze(tx.store, referral.control_id, id, made),
        state=opened.state,
        queued_at=queued,
        next_at=queued,
        answer_due_at=opened.answer_due_at,
        reminder_at=opened.reminder_at,
    )
