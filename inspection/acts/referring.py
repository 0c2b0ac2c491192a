"""Opens a referral inside the act that recorded the inspector's yes: one for a control, one delivery an addressee."""

import json
from base64 import b64decode, b64encode

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts.offices import Office
from inspection.acts.workplaces import competence_of
from inspection.control import Conclusion, Control
from inspection.referral import (
    Addressee,
    Bundle,
    FirstReport,
    PersonConcerned,
    Suspicion,
    addressees,
    bundle,
    new_reference,
    open_delivery,
)
from inspection.sealing import canonical_json
from inspection.store import ControlRow, DecisionRow, DeliveryRow, ReferralRow, Store, User, Workplace, new_id
from inspection.time_of import day_in_brussels
from inspection.trust import Trail


def open_referral(
    trail: Trail,
    here: Office,
    row: ControlRow,
    decision: DecisionRow,
    control: Control,
    conclusion: Conclusion,
) -> ReferralRow:
    """Open the referral of a control and queue every delivery, or return the one that was opened before.

    The offices are those of the workplace on the day of the decision, and each bundle is frozen with its key here: what
    is sent later, however often, is this.
    """
    known = trail.session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    if known is not None:
        return known
    day = day_in_brussels(decision.decided_at)
    catalogue = here.catalogue(day)
    suspicion = Suspicion(
        forms=tuple(decision.forms), minors=bool(conclusion.proposal.minors), report_language=control.report_language
    )
    competence = competence_of(here, row.refnis, row.canton, day)
    referral = _referral(trail, row, decision, suspicion)
    trail.session.add(referral)
    trail.session.flush()
    report = report_of(trail, referral, decision, control, conclusion)
    for addressee in addressees(suspicion, competence, catalogue):
        queue(trail, referral, addressee, bundle(addressee, report, catalogue))
    trail.record("referral.open", referral.id, stream="referral", facts={"control": row.id, "decision": decision.id})
    trail.session.flush()
    return referral


def queue(
    trail: Trail, referral: ReferralRow, addressee: Addressee, made: Bundle, *, replaces: str | None = None
) -> DeliveryRow:
    """Queue a bundle for an addressee inside an act; `replaces` the refused delivery that it is rerouted from."""
    delivery = _delivery(trail, referral, addressee, made)
    delivery.replaces = replaces
    trail.session.add(delivery)
    facts = {"referral": referral.id, "recipient": delivery.recipient, "bundle": made.key, "replaces": replaces}
    trail.record("delivery.queue", delivery.id, stream="referral", basis="spc_communication", facts=facts)
    return delivery


def bundle_of(store: Store, row: DeliveryRow) -> Bundle:
    """Return the bundle as it was frozen."""
    raw = json.loads(store.unseal("delivery.bundle", row.id, row.bundle))
    files = tuple((name, b64decode(content)) for name, content in raw["files"])
    return Bundle(reference=raw["reference"], recipient=row.recipient, key=row.bundle_key, files=files)


def _referral(trail: Trail, row: ControlRow, decision: DecisionRow, suspicion: Suspicion) -> ReferralRow:
    year = day_in_brussels(trail.at).year
    serial = _next_serial(trail.session, year)
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
        state="open",
        opened_by=trail.by,
        opened_at=trail.at,
    )


def _next_serial(session: Session, year: int) -> int:
    last = session.exec(select(func.max(col(ReferralRow.serial))).where(col(ReferralRow.year) == year)).one()
    return int(last or 0) + 1


def report_of(
    trail: Trail, referral: ReferralRow, decision: DecisionRow, control: Control, conclusion: Conclusion
) -> FirstReport:
    """Return what the inspector knew when deciding, from what is stored."""
    store, row = trail.store, trail.session.get(Workplace, control.workplace)
    return FirstReport(
        reference=referral.reference,
        service=referral.service,
        decided_at=decision.decided_at,
        facts_on=control.facts_on,
        forms=tuple(decision.forms),
        workplace=control.workplace,
        enterprise_number=(row.enterprise if row else None) or "",
        workplace_name=store.unseal("workplace.name", row.id, row.name) if row and row.name else "",
        address=store.unseal("workplace.address", row.id, row.address) if row and row.address else "",
        refnis=(row.refnis if row else None) or "",
        sector=control.sector,
        grounds=store.unseal("suspicion_decision.grounds", decision.id, decision.grounds),
        contact_telephone=_telephone(trail),
        persons=_persons(control, frozenset(conclusion.proposal.minors)),
        indicators=tuple(seen.indicator for seen in conclusion.proposal.indicators),
        offences=tuple(dict.fromkeys(finding.offence for finding in conclusion.findings)),
    )


def _telephone(trail: Trail) -> str:
    user = trail.session.get(User, trail.by)
    if user is None or user.telephone is None:
        return ""
    return trail.store.unseal("app_user.telephone", user.id, user.telephone)


def _persons(control: Control, minors: frozenset[str]) -> tuple[PersonConcerned, ...]:
    return tuple(
        PersonConcerned(
            ref=person.ref,
            minor=person.ref in minors,
            name=person.name,
            birth_date=person.birth_date,
            national_number=person.national_number,
            hearing_language=person.hearing_language,
        )
        for person in control.persons
    )


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
