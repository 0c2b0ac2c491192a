"""What the inspector knew when deciding, put together from what is stored: the first report of a referral."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import col, select

from inspection.acts import follow_ups, outbox, records, workplaces
from inspection.acts.bundles import addressing, directions, ringing_back
from inspection.acts.bundles.first_report_facts import DANGER_NOW, calls_of, exhibits_of, lodgings_of, persons_of
from inspection.control import checklists, conclusions
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.life_cycles import Decision
from inspection.referral import report
from inspection.referral.model import Addressee, FirstReport, Lodging, Suspicion
from inspection.store.controls import ControlRow, DecisionRow, attachments_of
from inspection.store.people import UserRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction


def report_of(
    tx: AuditedTransaction,
    referral: ReferralRow,
    control: Control,
    conclusion: Conclusion,
    wanted: Iterable[Addressee],
    *,
    instead: Mapping[str, str] | None = None,
) -> FirstReport:
    """Return the first report of a referral as it stands now.

    The place is the control's own, which is always known; of a workplace that no register knows it tells what the
    inspector wrote down and where the device was. Forms and grounds are those of every yes: a team head's stands beside
    the inspector's.

    wanted
        Who would be written to today: those that lead are named to who is only concerned.
    instead
        By the office that refused, which one is about to be written to instead.
    """
    row = tx.session.get_one(ControlRow, referral.control_id)
    said = yes_decisions(tx, row.id)
    form, forms = tx.app.catalogue(day_in_brussels(row.entered_at)), forms_of(said)
    there, told = directions.way_there(tx.session, tx.store, row, control, form), ringing_back.entered_for(tx, row)
    ring = ringing_back.ring_back_of(tx, row, _telephone(tx, row)) if told is None else told.ring_back
    minors, asking = frozenset(conclusion.proposal.minors), checklists.asking_of(form.questions)
    live = asking.live(control.answers)
    arrived = {file.sha256 for file in attachments_of(tx.session, row.id)}
    exhibits = exhibits_of(control, form, forms, arrived)
    return FirstReport(
        reference=referral.reference,
        service=referral.service,
        decided_at=said[-1].decided_at,
        facts_on=control.facts_on,
        forms=forms,
        workplace=row.workplace,
        enterprise_number=there.enterprise,
        workplace_name=there.name,
        address=there.address or there.door,
        refnis=there.refnis,
        canton=row.canton or "",
        place_name=workplaces.place_name(tx.app, there.refnis or None, row.canton, day_in_brussels(tx.at)),
        sector=control.sector,
        grounds=_grounds(tx, said),
        contact_telephone=_telephone(tx, row) if told is None else ring.telephone,
        ring_back=ring,
        entered_for=told.said if told else None,
        persons=persons_of(control, form, minors, follow_ups.found_out(tx.session, row)),
        indicators=tuple(seen.indicator for seen in conclusion.proposal.indicators),
        offences=tuple(dict.fromkeys(finding.offence for finding in conclusion.findings)),
        danger_now=answered if isinstance(answered := live.get(DANGER_NOW), bool) else None,
        calls=calls_of(control, form),
        employer_knows=tuple(known_to) if isinstance(known_to := live.get(report.EMPLOYER_KNOWS), list) else (),
        is_unfinished=row.left_at is None,
        unidentified=sum(seen.person is None for seen in control.seen),
        evidence_missing=len(conclusions.missing_of(control, asking)),
        elements=report.elements_of(control, form, conclusion.proposal.minors, exhibits, forms),
        dimensions=conclusion.proposal.dimensions,
        provisions=report.provisions_of(
            forms, (tx.app.catalogue(control.first_facts_on), tx.app.catalogue(control.facts_on))
        ),
        by_person=conclusion.proposal.grounds,
        exhibits=exhibits,
        holders=_holders(tx, referral, wanted),
        lodgings=_lodgings(tx, referral, control, instead or {}),
    )


def report_today(
    tx: AuditedTransaction, referral: ReferralRow, *, instead: Mapping[str, str] | None = None
) -> FirstReport:
    """Return the first report of a referral from its control as it is stored, for whoever is written to between saves.

    instead
        As of `report_of`.
    """
    row = tx.session.get_one(ControlRow, referral.control_id)
    control, conclusion = records.load_control(tx.store, row), records.load_conclusion(tx.store, row)
    suspicion = suspicion_of(tx, row, control, conclusion)
    wanted = addressing.addressees_of(tx.session, tx.app, row, control, suspicion, day_in_brussels(tx.at))
    return report_of(tx, referral, control, conclusion, wanted, instead=instead)


def suspicion_of(tx: AuditedTransaction, row: ControlRow, control: Control, conclusion: Conclusion) -> Suspicion:
    """Return what routes a control: the forms of every yes, whether there are minors, and where the control stopped."""
    stopped = conclusions.stopping_paths(control.answers, tx.app.catalogue(day_in_brussels(control.entered_at)))
    return Suspicion(
        forms=forms_of(yes_decisions(tx, row.id)),
        minors=bool(conclusion.proposal.minors),
        report_language=control.report_language,
        paths=tuple(path.key for path in stopped),
    )


def _lodgings(
    tx: AuditedTransaction, referral: ReferralRow, control: Control, instead: Mapping[str, str]
) -> tuple[Lodging, ...]:
    """Return where people are lodged, with the offices of the area and those to which these sent it on."""
    found = lodgings_of(control, tx.app.catalogue(day_in_brussels(tx.at)))
    after = {**outbox.sent_on(tx.session, referral), **instead} if found else {}
    return tuple(replace(one, offices=_and_after(one.offices, after)) for one in found)


def _and_after(offices: Iterable[str], after: Mapping[str, str]) -> tuple[str, ...]:
    found = list(offices)
    for office in found:  # it grows while it is read: a refusal may be sent on again
        if office in after and after[office] not in found:
            found.append(after[office])
    return tuple(found)


def _holders(tx: AuditedTransaction, referral: ReferralRow, wanted: Iterable[Addressee]) -> tuple[str, ...]:
    """Return the offices that have the case, in an order that does not change with what is sent later."""
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    return tuple(sorted(outbox.having_the_case(tx.session, referral, wanted, catalogue)))


def yes_decisions(tx: AuditedTransaction, control_id: str) -> list[DecisionRow]:
    """Return every yes that was said of a control, in order; a no after a yes calls nothing back."""
    mine = select(DecisionRow).where(
        col(DecisionRow.control_id) == control_id, col(DecisionRow.decision) == Decision.YES
    )
    return list(tx.session.exec(mine.order_by(col(DecisionRow.n))))


def forms_of(said: list[DecisionRow]) -> tuple[str, ...]:
    """Return the forms that were named, each once, in the order in which they came up."""
    return tuple(dict.fromkeys(form for decision in said for form in decision.forms))


def _grounds(tx: AuditedTransaction, said: list[DecisionRow]) -> str:
    """Join the latest grounds of each person who said yes."""
    latest = {decision.decided_by: decision for decision in said}
    texts = (tx.store.unseal("suspicion_decision.grounds", d.id, d.grounds) for d in latest.values())
    return "\n\n".join(dict.fromkeys(texts))


def _telephone(tx: AuditedTransaction, row: ControlRow) -> str:
    """Return the number of who saved the control, else of who decides now."""
    users = (tx.session.get(UserRow, user) for user in (row.saved_by, tx.by))
    return next(filter(None, (ringing_back.telephone_of(tx, user) for user in users)), "")
