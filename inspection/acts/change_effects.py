"""What a confirmed change sends: one message to each office that has the case, and nothing is deleted at ours."""

from collections.abc import Sequence
from typing import Literal

from inspection.acts.bundles import addressee_like, make, nonce_of, queue
from inspection.acts.control_rows import concluded, filled
from inspection.acts.first_reports import report_of
from inspection.acts.offices import Office
from inspection.acts.standing import last_to_each
from inspection.referral import Addressee, Bundle, FirstReport, corrected, message
from inspection.store import ControlRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Trail
from sectors import Catalogue


def send_correction(trail: Trail, here: Office, referral: ReferralRow, what: str) -> None:
    """Queue the report as it stands now for each office that has the case, in place of what it got."""
    catalogue, report = here.catalogue(day_in_brussels(trail.at)), _report(trail, here, referral)
    for last, addressee in _having(trail, referral, catalogue):
        made = make(trail, addressee, report, catalogue)
        message = corrected(made, last.bundle_key, what, nonce=nonce_of(trail.store))
        replace_last(trail, referral, last, addressee, message, "correction")
    reopen(referral)
    trail.session.flush()


def send_withdrawal(trail: Trail, here: Office, referral: ReferralRow, why: str) -> None:
    """Tell each office that has the case that it is withdrawn; what has not left yet does not leave any more."""
    catalogue = here.catalogue(day_in_brussels(trail.at))
    told = 0
    for last, addressee in _having(trail, referral, catalogue):
        if has_left(last) or last.supplements is not None:
            made = message(
                "withdrawal", addressee, referral.reference, last.bundle_key, why=why, nonce=nonce_of(trail.store)
            )
            replace_last(trail, referral, last, addressee, made, "withdrawal")
            told += 1
        else:
            end_delivery(trail, last)
    reopen(referral)
    trail.session.flush()
    if not told:
        referral.state, referral.closed_at = "closed", trail.at
        trail.record("referral.close", referral.id, stream="referral", facts={"deliveries": 0})


def add_offices(trail: Trail, here: Office, referral: ReferralRow, recipients: Sequence[str]) -> None:
    """Queue the report for further offices; each is told that it was added."""
    catalogue, report = here.catalogue(day_in_brussels(trail.at)), _report(trail, here, referral)
    spoken = trail.session.get_one(ControlRow, referral.control_id).report_language
    for id_ in recipients:
        office = catalogue.recipients[id_]
        addressee = Addressee(
            recipient=id_,
            reason="added",
            language=next((lang for lang in office.languages if lang == spoken), office.languages[0]),
            transports=office.transports,
            answer_hours=office.answer_hours,
            reminder_hours=office.reminder_hours,
        )
        queue(trail, referral, addressee, make(trail, addressee, report, catalogue))
    reopen(referral)
    trail.session.flush()


def replace_last(
    trail: Trail,
    referral: ReferralRow,
    last: DeliveryRow,
    addressee: Addressee,
    message: Bundle,
    said: Literal["correction", "withdrawal", "recall"],
) -> DeliveryRow:
    """Queue a message in the place of the last one to an office, whose answer nobody awaits any more."""
    end_delivery(trail, last)
    made = queue(trail, referral, addressee, message, supplements=last.id)
    made.message = said
    return made


def end_delivery(trail: Trail, row: DeliveryRow) -> None:
    """End a delivery inside an act: nothing of it leaves any more, an open answer is awaited no longer, and a refused
    one waits no more for another office. Who took it on, took it on.
    """
    if row.state != "acknowledged" and row.ended_at is None:
        row.ended_at = trail.at
        trail.record("delivery.end", row.id, stream="referral", facts={"state": row.state})


def has_left(row: DeliveryRow) -> bool:
    """Tell whether an office may have learnt of the case by a delivery: in writing, or on the telephone."""
    return row.sent_at is not None or row.attempts > 0 or row.state != "queued"


def reopen(referral: ReferralRow) -> None:
    """Let a referral wait for answers again."""
    referral.state, referral.closed_at = "open", None


def _having(trail: Trail, referral: ReferralRow, catalogue: Catalogue) -> list[tuple[DeliveryRow, Addressee]]:
    """Return the last delivery to each office that holds the case or refused it, but for those it was recalled from."""
    rows = [row for row in last_to_each(trail.session, referral).values() if row.message != "recall"]
    known = catalogue.recipients
    return [(row, addressee_like(row, known[row.recipient])) for row in rows if row.recipient in known]


def current_bundle(trail: Trail, here: Office, referral: ReferralRow, addressee: Addressee) -> Bundle:
    """Return what an office gets of a referral as it stands now."""
    return make(trail, addressee, _report(trail, here, referral), here.catalogue(day_in_brussels(trail.at)))


def _report(trail: Trail, here: Office, referral: ReferralRow) -> FirstReport:
    control = trail.session.get_one(ControlRow, referral.control_id)
    return report_of(trail, here, referral, filled(trail.store, control), concluded(trail.store, control))
