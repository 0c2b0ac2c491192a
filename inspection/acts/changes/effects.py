"""What a confirmed change sends: one message to each office that has the case, and nothing is deleted at ours.

An office that is told of minors only, or as concerned, reads no reason: whoever writes one thinks of the magistrate.
"""

from collections.abc import Sequence
from typing import Literal

from sqlmodel import col, select

from inspection.acts import bundles, outbox, protection, records
from inspection.life_cycles import DeliveryState, ReferralState
from inspection.referral.bundle import corrected, message
from inspection.referral.model import Addressee, Bundle
from inspection.referral.report import share_of
from inspection.store.controls import ControlRow
from inspection.store.referrals import DeliveryRow, OpeningRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors import Catalogue


def send_correction(tx: AuditedTransaction, referral: ReferralRow, what: str) -> None:
    """Queue the report as it stands now for each office that has the case, in place of what it got.

    An office that refused gets nothing more of it, but where it asked for what was wanting.
    """
    catalogue, report = tx.app.catalogue(day_in_brussels(tx.at)), bundles.report_today(tx, referral)
    for last, addressee in _having(tx, referral, catalogue):
        if outbox.has_declined(last):
            continue
        made = bundles.make(tx, addressee, report, catalogue)
        message = corrected(made, last.bundle_key, _words(addressee, what, catalogue), nonce=bundles.nonce_of(tx.store))
        replace_last(tx, referral, last, addressee, message, "correction")
    reopen(referral)
    tx.session.flush()


def send_withdrawal(tx: AuditedTransaction, referral: ReferralRow, why: str) -> None:
    """Tell each office that has the case that it is withdrawn; what has not left yet does not leave any more.

    A suspicion is withdrawn, not a child: a minor who is alone is told of in a notice of its own.
    """
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    told = 0
    for last, addressee in _having(tx, referral, catalogue):
        if not may_know(tx, referral, last.recipient):
            end_deliveries(tx, referral, last.recipient)
            continue
        words, nonce = _words(addressee, why, catalogue), bundles.nonce_of(tx.store)
        made = message("withdrawal", addressee, referral.reference, last.bundle_key, why=words, nonce=nonce)
        replace_last(tx, referral, last, addressee, made, "withdrawal")
        told += 1
    reopen(referral)
    tx.session.flush()
    if not told:
        referral.state, referral.closed_at = ReferralState.CLOSED, tx.at
        tx.record("referral.close", referral.id, stream="referral", facts={"deliveries": 0})
    control = tx.session.get_one(ControlRow, referral.control_id)
    protection.tell_guardian(
        tx, control, records.load_control(tx.store, control), records.load_conclusion(tx.store, control)
    )


def add_offices(tx: AuditedTransaction, referral: ReferralRow, recipients: Sequence[str]) -> None:
    """Queue the report for further offices; each is told that it was added."""
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    spoken = tx.session.get_one(ControlRow, referral.control_id).report_language
    for id_ in recipients:
        office = catalogue.recipients[id_]
        addressee = Addressee(
            recipient=id_,
            reason=bundles.reason_to(office, "added"),
            language=next((lang for lang in office.languages if lang == spoken), office.languages[0]),
            transports=office.transports,
            answer_hours=office.answer_hours,
            reminder_hours=office.reminder_hours,
        )
        write_whole(tx, referral, addressee)
    reopen(referral)
    tx.session.flush()


def replace_last(
    tx: AuditedTransaction,
    referral: ReferralRow,
    last: DeliveryRow,
    addressee: Addressee,
    message: Bundle,
    said: Literal["correction", "withdrawal", "recall"],
) -> DeliveryRow:
    """Queue a message in the place of the last one to an office, whose answer nobody awaits any more.

    What was withdrawn or recalled is awaited from nobody, and nothing of it leaves any more; what a correction corrects
    does not leave after it.
    """
    for row in outbox.written_to(tx.session, referral, last.recipient):
        if said != "correction" or row.id == last.id or row.sent_at is None:
            end_delivery(tx, row)
    made = bundles.queue(tx, referral, addressee, message, supplements=last.id)
    made.message = said
    return made


def end_delivery(tx: AuditedTransaction, row: DeliveryRow) -> None:
    """End a delivery inside an act: nothing of it leaves any more, an open answer is awaited no longer, and a refused
    one waits no more for another office. Who took it on, took it on; the bundle after a telephone call stays here.
    """
    if row.ended_at is None and (row.state != DeliveryState.ACKNOWLEDGED or row.sent_at is None):
        row.ended_at = tx.at
        tx.record("delivery.end", row.id, stream="referral", facts={"state": row.state})


def end_deliveries(tx: AuditedTransaction, referral: ReferralRow, recipient: str) -> None:
    """End every delivery to an office."""
    for row in outbox.written_to(tx.session, referral, recipient):
        end_delivery(tx, row)


def may_know(tx: AuditedTransaction, referral: ReferralRow, recipient: str) -> bool:
    """Tell whether an office may have learnt of a case by anything that was for it, the portal too."""
    rows = outbox.written_to(tx.session, referral, recipient)
    opened = select(OpeningRow.id).where(col(OpeningRow.delivery_id).in_([row.id for row in rows]))
    return any(outbox.has_left(row) for row in rows) or tx.session.exec(opened).first() is not None


def reopen(referral: ReferralRow) -> None:
    """Let a referral wait for answers again."""
    referral.state, referral.closed_at = ReferralState.OPEN, None


def _having(tx: AuditedTransaction, referral: ReferralRow, catalogue: Catalogue) -> list[tuple[DeliveryRow, Addressee]]:
    """Return the last delivery to each office that holds the case or refused it, but for those it was recalled from."""
    rows = [row for row in outbox.last_to_each(tx.session, referral).values() if row.message != "recall"]
    known = catalogue.recipients
    return [(row, bundles.addressee_like(row, known[row.recipient])) for row in rows if row.recipient in known]


def _words(addressee: Addressee, words: str, catalogue: Catalogue) -> str:
    return words if "grounds" in share_of(addressee, catalogue).parts else ""


def write_whole(
    tx: AuditedTransaction, referral: ReferralRow, addressee: Addressee, *, replaces: str | None = None
) -> DeliveryRow:
    """Queue a referral as it stands now for an office; one that it was recalled from has it all over again."""
    refused = tx.session.get(DeliveryRow, replaces) if replaces is not None else None
    instead = {} if refused is None else {refused.recipient: addressee.recipient}
    report, catalogue = bundles.report_today(tx, referral, instead=instead), tx.app.catalogue(day_in_brussels(tx.at))
    before = outbox.last_to_each(tx.session, referral).get(addressee.recipient)
    made = bundles.make(tx, addressee, report, catalogue, adds_to=before)
    return bundles.queue(
        tx, referral, addressee, made, replaces=replaces, supplements=before.id if before is not None else None
    )
