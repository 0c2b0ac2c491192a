"""Opens a referral inside the act that recorded the inspector's yes, and keeps it whole while the control grows.

One referral a control. An office is written to once, and again only by a supplement that names what it adds to.
"""

from collections.abc import Set
from dataclasses import replace

from sqlmodel import Session, col, select

from inspection.acts import outbox, records
from inspection.acts.bundles.addressing import addressees_of
from inspection.acts.bundles.bundles import addressee_like, has_been_told, make, queue
from inspection.acts.bundles.calling_back import owe_call_back, update_call_back
from inspection.acts.bundles.first_reports import report_of, suspicion_of
from inspection.acts.bundles.link_keys import keep_link_keys
from inspection.acts.bundles.notifying import notify_team_head
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.life_cycles import DeliveryState, ReferralState
from inspection.referral.model import FirstReport, Reason, Suspicion
from inspection.referral.references import new_reference
from inspection.store.controls import ControlRow, DecisionRow, attachments_of
from inspection.store.core import last_serial, new_id
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors import Catalogue


def open_referral(
    tx: AuditedTransaction, row: ControlRow, decision: DecisionRow, control: Control, conclusion: Conclusion
) -> ReferralRow:
    """Open the referral of a control and queue every delivery; one that was opened before is brought up to date.

    The offices are those of the workplace on the day of the decision, and each bundle is frozen with its key here: what
    is sent later, however often, is this.
    """
    known = _referral_of(tx.session, row.id)
    if known is not None:
        _complete(tx, row, known, control, conclusion)
        return known
    suspicion = suspicion_of(tx, row, control, conclusion)
    day = day_in_brussels(decision.decided_at)
    catalogue = tx.app.catalogue(day)
    wanted = addressees_of(tx.session, tx.app, row, control, suspicion, day)
    referral = _referral(tx, row, decision, suspicion)
    tx.add(referral)
    report = report_of(tx, referral, control, conclusion, wanted)
    for addressee in wanted:
        queue(tx, referral, addressee, make(tx, addressee, report, catalogue))
    keep_link_keys(tx, referral, row, control)
    owe_call_back(tx, row, referral, report, catalogue)
    tx.record("referral.open", referral.id, stream="referral", facts={"control": row.id, "decision": decision.id})
    notify_team_head(tx, "referral_opened", referral, step=0)  # to read and correct it, never to hold it back
    tx.session.flush()
    return referral


def complete_referral(
    tx: AuditedTransaction, row: ControlRow, control: Control, conclusion: Conclusion
) -> ReferralRow | None:
    """Bring the referral of a control that was saved again up to date; nothing where it has none.

    An early yes leaves from an unfinished control: whom the later answers add (a minor found at last) is written to
    now, and whoever has the file already gets a supplement if what it may see has changed.
    """
    known = _referral_of(tx.session, row.id)
    if known is not None and not outbox.is_withdrawn(tx.session, known.id):
        _complete(tx, row, known, control, conclusion)
    return known


def complete_with_file(tx: AuditedTransaction, control_id: str, sha256: str) -> ReferralRow | None:
    """Send a photo that arrived late after its referral, once every file that the control names is here.

    One supplement for all of them: nobody is written to for each picture of a telephone that finds its network again.
    """
    known, row = _referral_of(tx.session, control_id), tx.session.get(ControlRow, control_id)
    if known is None or row is None or outbox.is_withdrawn(tx.session, known.id):
        return None
    control = records.load_control(tx.store, row)
    named, arrived = {one.sha256 for one in control.attachments}, attachments_of(tx.session, control_id)
    if sha256 in named and named <= {one.sha256 for one in arrived}:
        _complete(tx, row, known, control, records.load_conclusion(tx.store, row))
    return known


def _complete(
    tx: AuditedTransaction, row: ControlRow, referral: ReferralRow, control: Control, conclusion: Conclusion
) -> None:
    day = day_in_brussels(tx.at)
    catalogue, suspicion = tx.app.catalogue(day), suspicion_of(tx, row, control, conclusion)
    wanted = addressees_of(tx.session, tx.app, row, control, suspicion, day)
    _follow_the_place(tx, row, referral)
    written = outbox.last_to_each(tx.session, referral)
    missing = [addressee for addressee in wanted if addressee.recipient not in written]
    report = report_of(tx, referral, control, conclusion, wanted)
    for addressee in missing:
        queue(tx, referral, addressee, make(tx, addressee, report, catalogue))
    concerned = {addressee.recipient: addressee.reason for addressee in wanted}
    supplements = [
        _supplement(tx, referral, last, report, catalogue, concerned.get(last.recipient))
        for last in written.values()
        if last.message != "recall" and _is_concerned(tx, referral, last, concerned.keys())
    ]
    if missing or any(supplements):
        _extend(tx, referral, suspicion)
    update_call_back(tx, row, referral, report, catalogue)
    keep_link_keys(tx, referral, row, control)
    tx.session.flush()


def _supplement(
    tx: AuditedTransaction,
    referral: ReferralRow,
    last: DeliveryRow,
    report: FirstReport,
    catalogue: Catalogue,
    now: Reason | None = None,
) -> DeliveryRow | None:
    """Queue a supplement to what an office got last; nothing where it would read the same again, or has refused.

    A refusal for being incomplete is answered by one. An office that is gone has a successor among the addressees. What
    was stopped before anybody saw it is sent whole: there is nothing to add to.

    now
        Why it would be written to today: an office that was only concerned and leads by now is told the case, though it
        refused what concerned it.
    """
    office = catalogue.recipients.get(last.recipient)
    leads = now is not None and outbox.knows_less(last, now, catalogue)
    if office is None or not office.gets_bundles or (outbox.has_declined(last) and not leads):
        return None
    addressee = addressee_like(last, office)
    if now is not None and leads:
        addressee = replace(addressee, reason=now)
    if last.ended_at is not None and not outbox.has_left(last):
        return queue(tx, referral, addressee, make(tx, addressee, report, catalogue), supplements=last.id)
    if has_been_told(tx.store, last, addressee, report, catalogue):
        return None
    made = make(tx, addressee, report, catalogue, adds_to=last)
    replaces = last.id if last.state == DeliveryState.REFUSED else None
    return queue(tx, referral, addressee, made, replaces=replaces, supplements=last.id)


def _is_concerned(tx: AuditedTransaction, referral: ReferralRow, last: DeliveryRow, concerned: Set[str]) -> bool:
    """Tell whether an office that was written to is to hear more: one of the place, or to which a person sent it.

    Where the place of a control was corrected, whoever was written to for the old one hears nothing more.
    """
    if last.recipient in concerned:
        return True
    return outbox.was_sent_by_hand(outbox.written_to(tx.session, referral, last.recipient), last.recipient)


def _follow_the_place(tx: AuditedTransaction, row: ControlRow, referral: ReferralRow) -> None:
    """Take over the place of a control that was corrected, and tell the head: the offices of the old one have it."""
    if (row.district, row.area) == (referral.district, referral.area):
        return
    facts = {"from": referral.area, "to": row.area}
    referral.district, referral.area = row.district, row.area
    tx.record("referral.move", referral.id, stream="referral", facts=facts)
    notify_team_head(tx, "referral_moved", referral, step=0)


def _extend(tx: AuditedTransaction, referral: ReferralRow, suspicion: Suspicion) -> None:
    """Note what the referral covers now; one that was closed waits for answers again."""
    referral.forms, referral.minors = list(suspicion.forms), suspicion.minors or referral.minors
    facts = {
        "forms": list(suspicion.forms),
        "minors": suspicion.minors,
        "reopened": referral.state == ReferralState.CLOSED,
    }
    referral.state, referral.closed_at = ReferralState.OPEN, None
    tx.record("referral.extend", referral.id, stream="referral", basis="spc_communication", facts=facts)


def _referral_of(session: Session, control_id: str) -> ReferralRow | None:
    return session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == control_id)).first()


def _referral(tx: AuditedTransaction, row: ControlRow, decision: DecisionRow, suspicion: Suspicion) -> ReferralRow:
    year = day_in_brussels(tx.at).year
    serial = last_serial(tx.session, year) + 1
    return ReferralRow(
        id=new_id(),
        reference=new_reference(year, serial),
        year=year,
        serial=serial,
        control_id=row.id,
        decision_id=decision.id,
        service=row.service,
        district=row.district,
        area=row.area,
        forms=list(suspicion.forms),
        minors=suspicion.minors,
        state=ReferralState.OPEN,
        opened_by=tx.by,
        opened_at=tx.at,
    )
