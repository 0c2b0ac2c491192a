"""Bundles in the outbox: frozen and sealed when a delivery is queued, opened again when it is handed over."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import cast

from inspection.referral import Addressee, Bundle, Reason, open_delivery
from inspection.sealing import canonical_json, pseudonymiser
from inspection.store import DeliveryRow, ReferralRow, Store, new_id
from inspection.trust import Trail
from sectors import Recipient


def queue(
    trail: Trail,
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
    delivery = _delivery(trail, referral, addressee, made)
    delivery.replaces, delivery.supplements = replaces, supplements
    trail.session.add(delivery)
    facts = {
        "referral": referral.id,
        "recipient": delivery.recipient,
        "bundle": made.key,
        "replaces": replaces,
        "supplements": supplements,
    }
    trail.record("delivery.queue", delivery.id, stream="referral", basis="spc_communication", facts=facts)
    return delivery


def nonce_of(store: Store) -> Callable[[str], str]:
    """Return the function from a bundle's key to its nonce: nobody else can guess it, and the same bundle keeps it."""
    return pseudonymiser("nonce", keys=store.keys)


def addressee_like(row: DeliveryRow, office: Recipient) -> Addressee:
    """Return an office as the addressee of what an earlier delivery was about: told as much, in its own language."""
    return Addressee(
        recipient=office.id,
        reason=cast(Reason, row.reason),
        language=next((lang for lang in office.languages if lang == row.language), office.languages[0]),
        transports=office.transports,
        answer_hours=office.answer_hours,
        reminder_hours=office.reminder_hours,
    )


def bundle_of(store: Store, row: DeliveryRow) -> Bundle:
    """Return the bundle as it was frozen; raises `StoreFault` where it cannot be opened any more."""
    raw = json.loads(store.unseal("delivery.bundle", row.id, row.bundle))
    files = tuple((name, b64decode(content)) for name, content in raw["files"])
    return Bundle(reference=raw["reference"], recipient=row.recipient, key=row.bundle_key, files=files)


def _delivery(trail: Trail, referral: ReferralRow, addressee: Addressee, made: Bundle) -> DeliveryRow:
    id, queued = new_id(), trail.at  # noqa: A001
    opened = open_delivery(id, addressee, queued)
    files = [(name, b64encode(content).decode()) for name, content in made.files]
    frozen = canonical_json({"reference": made.reference, "files": files})
    return DeliveryRow(
        id=id,
        referral_id=referral.id,
        recipient=addressee.recipient,
        reason=addressee.reason,
        language=addressee.language,
        transports=list(addressee.transports),
        bundle_key=made.key,
        bundle=trail.store.seal("delivery.bundle", id, frozen),
        state=opened.state,
        queued_at=queued,
        next_at=queued,
        answer_due_at=opened.answer_due_at,
        reminder_at=opened.reminder_at,
    )
