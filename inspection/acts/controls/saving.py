"""A filled control becomes part of the house: stored, concluded, and if the inspector said yes, referred at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import access, alerts, bundles, follow_ups, orders, protection, records
from inspection.acts.controls.extracts import freeze_after
from inspection.acts.controls.obligations import answer, match_visit
from inspection.acts.controls.resubmitting import CORRECTION_REASON, resent
from inspection.acts.controls.reviewing import add_review, own_finished
from inspection.acts.workplaces import Place, place_of_control, tell_holders
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.control.trafficking import Proposal
from inspection.errors import ControlFault
from inspection.failpoints import failpoint
from inspection.life_cycles import Decision, FollowUpOutcome
from inspection.sealing import keyed_hash
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, is_within, require_permission


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of a filled control.

    reference
        Of the referral that the inspector's yes opened, if any.
    saved_at
        When this content was first saved.
    is_new
        False when the same control had been saved before: then nothing was changed.
    """

    control_id: str
    district: str
    findings: int
    clocks: int
    proposal: Proposal
    decision: Decision | None
    reference: str | None
    saved_at: datetime
    is_new: bool


@dataclass(frozen=True)
class _Ready:
    """What can be worked out before the transaction, so that nobody waits for it."""

    place: Place
    conclusion: Conclusion
    content_key: str


def save(context: Context, control: Control, *, of: str | None = None, place: str | None = None) -> Saved:
    """Store and conclude a control in one transaction: findings, clocks, indicators, proposal, deliveries, trail.

    An unfinished control (`left_at` empty) may be saved again by the same inspector until it is finished: a suspicion
    does not wait for the last answer. What it held before is kept as a version; so is an older one that arrives late,
    by its `revision`, beside the one that stands. A finished one that its device has changed since, and sends under a
    further `revision`, is corrected, with what was changed here meanwhile. A control in another district than
    one's own (a joint action) is saved too; the trail says that it was. Once it is safe, what the registers held of the
    workplace and of each person on that day is frozen with it.

    Arguments: `of` the key of the unfinished content that this one goes on from, where it was read some time before;
    `place` a REFNIS code or a canton's id, where nobody knows the workplace yet and the control itself
    neither names a place nor holds a position.
    Result: what follows by the rules; on the inspector's yes also the referral, queued to every addressee.
    Errors: `ControlFault` when another control was saved under this id, or nobody knows where it was, 385 for content
    of other than what stands, 386 where a device and somebody here changed the same, 397 for an offender in a role that
    the rules do not know, 414 for pages of paper that somebody else has copied, 419 for facts of a day to which no
    rules reach; `AccessRefused`.
    """
    mended = resent(context, control)
    if mended is not None:
        return _correct(context, mended.control, CORRECTION_REASON, of=mended.of, came=control, place=place)
    ready = _prepare(context, control, place)
    with audited_transaction(context, name="control") as tx:
        saved = _stored(tx, control, ready, of)
    freeze_after(context, control)
    return saved


def _stored(tx: AuditedTransaction, control: Control, ready: _Ready, of: str | None) -> Saved:
    """Store a control that is new or goes on; the same one again changes nothing."""
    user = _ask(tx.context, tx.session, control, ready.place.competence.arrondissement)
    known = tx.session.get(ControlRow, control.control_id)
    if known is not None and known.content_key == ready.content_key:
        tx.mark_unchanged()
        return _saved(tx.session, known, ready.conclusion, is_new=False)
    if known is not None and _is_overtaken(tx, known, control, ready.content_key):
        return _late(tx, known, control, ready.content_key)
    if known is not None:
        _refuse_other(known, tx.by)
        _refuse_stale(known, of)
        records.keep_version(tx, known)
    act = "control.save" if known is None else "control.complete"
    return _save(tx, control, user, ready, known, act)


def correct_control(
    context: Context, control: Control, because: str, *, of: str | None = None, place: str | None = None
) -> Saved:
    """Correct a finished control: what it held is kept as a version, and the correction says who, when and why.

    Only who saved a control may correct it, since it states what they saw; whoever finds it wrong returns it to them.
    Findings, clocks and indicators follow anew; a decision on a suspicion stays, a referral that left is supplemented.

    Arguments: `because` why, in the inspector's words; `of` the key of the content that was corrected, where it was
    read some time before: what was changed since is not overwritten.
    Result: as of `save`; the same content again changes nothing.
    Errors: `ControlFault` 381 for an unfinished control, 241 for no control, 383 without a reason, 384 for a correction
    without an end, 385 for one of other content than what stands; `AccessRefused`.
    """
    if control.left_at is None:
        raise ControlFault("CONTROL-384", control_id=control.control_id)
    return _correct(context, control, because, of=of, came=control, place=place)


def _correct(
    context: Context, control: Control, because: str, *, of: str | None, came: Control, place: str | None
) -> Saved:
    """Put a control in the place of a finished one; what a device sent is kept too, where it did not know all of it."""
    ready = _prepare(context, control, place)
    with audited_transaction(context, name="control") as tx:
        user = _ask(context, tx.session, control, ready.place.competence.arrondissement)
        known = own_finished(tx, control.control_id)
        if known.content_key == ready.content_key:
            tx.mark_unchanged()
            return _saved(tx.session, known, ready.conclusion, is_new=False)
        _refuse_stale(known, of)
        add_review(tx, known, "corrected", because, version=records.keep_version(tx, known))
        if came != control:
            records.store_side_version(tx, known, came, _key(context.app, came))
        saved = _save(tx, control, user, ready, known, act="control.correct")
    freeze_after(context, control)
    return saved


def _prepare(context: Context, control: Control, named: str | None) -> _Ready:
    if control.suspicion is not None:
        records.require_grounds(control.control_id, control.suspicion)
    _require_roles(control, context.app)
    if any(page.by != context.by for page in control.paper):
        raise ControlFault("CONTROL-414", control_id=control.control_id)
    day = day_in_brussels(context.at)
    with context.store.read() as session:
        place = place_of_control(session, context.app, control, named, day)
        _ask(context, session, control, place.competence.arrondissement)
    return _Ready(place, records.following(context.app, control, place.competence), _key(context.app, control))


def _require_roles(control: Control, app: AppContext) -> None:
    """Refuse a role that nobody can have: no offence would ever be held against it, and nobody would notice."""
    known = app.catalogue(control.facts_on).offender_roles
    unknown = sorted({one.role for one in control.offenders} - known.keys())
    if unknown:
        raise ControlFault(
            "CONTROL-397", roles=", ".join(unknown), known=", ".join(known), control_id=control.control_id
        )


def _key(app: AppContext, control: Control) -> str:
    """Return the key of a control's content: sent again, under a further revision, it is no other control."""
    said = control.model_copy(update={"revision": None})
    return keyed_hash(said, purpose="content", keys=app.store.keys)


def _ask(context: Context, session: Session, control: Control, district: str) -> UserRow:
    """Ask for the control, and for the decision that it carries: whoever may save one may not decide for that alone."""
    if control.suspicion is not None:
        require_permission(session, context, "suspicion.decide", district=district, service=context.settings.service)
    return require_permission(session, context, "control.save", district=district, service=context.settings.service)


def _save(
    tx: AuditedTransaction, control: Control, user: UserRow, ready: _Ready, known: ControlRow | None, act: str
) -> Saved:
    row = records.control_row(
        tx, control, user, ready.place, ready.conclusion, ready.content_key, tx.app.settings.service
    )
    visit, row.unmatched_visit = match_visit(tx.session, tx.app, control)
    row.visit_id = visit.id if visit else None
    if known is not None:
        row.decision, row.positive_since = known.decision, known.positive_since or row.positive_since
    row = tx.session.merge(row)
    tx.session.flush()
    failpoint("control.inserted")
    records.keep_definition(tx, control.model_dump(include={"checklist", "sector", "entered_at"}))
    records.write_results(tx.session, row.id, ready.conclusion)
    access.note_persons(tx, control)
    answer(tx, control, visit, row)
    orders.answer_order(tx, control, row, user)
    facts = {**_facts(row, ready.conclusion), "outside_district": not is_within(user, row.district)}
    tx.record(act, row.id, stream="control", basis="spc_inspection", facts=facts)
    if row.unmatched_visit is not None:
        alerts.raise_alert(tx, "visit_unmatched", row.id, 0, row.district, row.service, role="team_head")
    elif known is not None:
        alerts.end_alerts_about(tx, "visit_unmatched", row.id)
    if known is None:
        tell_holders(tx, row)
        follow_ups.take_over(tx, row)
    conclusion = _suspicion(tx, control, row, ready.conclusion)
    protection.add_consents(tx, row, control)
    protection.tell_guardian(tx, row, control, conclusion)
    return _saved(tx.session, row, conclusion, is_new=True)


def _suspicion(tx: AuditedTransaction, control: Control, row: ControlRow, conclusion: Conclusion) -> Conclusion:
    """Record what the inspector decided; on yes the referral leaves with the control, in the same transaction.

    Result: what follows by the decision that stands, which may be another one than the control carries.
    """
    said = control.suspicion
    decided = None if said is None or records.is_repeated(tx, row, said) else records.add_decision(tx, row, said)
    conclusion = records.weigh_again(tx, row) or conclusion
    if follow_ups.settle_entry(tx, row) == FollowUpOutcome.CORRECTED:
        bundles.notify_control_head(tx, "entry_denied", row)
    if decided is not None and decided.decision == Decision.YES:
        bundles.open_referral(tx, row, decided, control, conclusion)
    else:
        bundles.complete_referral(tx, row, control, conclusion)
    if conclusion.proposal.positive and row.decision in (None, Decision.UNDECIDED):
        alerts.raise_alert(tx, "undecided", row.id, 0, row.district, row.service, role="inspector", user=row.saved_by)
    follow_ups.weigh_follow_ups(tx, row, control, conclusion)
    return conclusion


def _is_overtaken(tx: AuditedTransaction, known: ControlRow, control: Control, content_key: str) -> bool:
    """Tell whether a later version of one's control is here already: a bad connection does not keep the order.

    So is one that came before and was changed here since: it comes again where its receipt was lost.
    """
    if control.revision is None or known.saved_by != tx.by:
        return False
    sent = records.load_control(tx.store, known).revision or 0
    is_left_behind = known.left_at is not None and control.left_at is None
    was_here = sent == control.revision and records.is_kept(tx.session, known, content_key)
    return is_left_behind or was_here or sent > control.revision


def _late(tx: AuditedTransaction, known: ControlRow, control: Control, content_key: str) -> Saved:
    """Keep an overtaken version; what stands stays, and so does all that followed from it."""
    is_new = records.store_stale_version(tx, known, control, content_key)
    if is_new:
        facts = {"revision": control.revision, "content": content_key}
        tx.record("control.late", known.id, stream="control", basis="spc_inspection", facts=facts)
    else:
        tx.mark_unchanged()
    return _saved(tx.session, known, records.load_conclusion(tx.store, known), is_new=is_new)


def _refuse_other(known: ControlRow, by: str) -> None:
    """Let an unfinished control be completed by who began it; whatever was finished stays as it is."""
    if known.left_at is not None or known.saved_by != by:
        raise ControlFault("CONTROL-232", control_id=known.id)


def _refuse_stale(known: ControlRow, of: str | None) -> None:
    if of not in (None, known.content_key):
        raise ControlFault("CONTROL-385", control_id=known.id)


def _saved(session: Session, row: ControlRow, conclusion: Conclusion, *, is_new: bool) -> Saved:
    session.flush()
    referral = session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    return Saved(
        control_id=row.id,
        district=row.district,
        findings=len(conclusion.findings),
        clocks=len(conclusion.clocks),
        proposal=conclusion.proposal,
        decision=row.decision,
        reference=referral.reference if referral else None,
        saved_at=row.saved_at,
        is_new=is_new,
    )


def _facts(row: ControlRow, conclusion: Conclusion) -> dict[str, str | int | bool | None]:
    return {
        "outcome": row.outcome,
        "visit": row.visit_id,
        "findings": len(conclusion.findings),
        "clocks": len(conclusion.clocks),
        "positive": conclusion.proposal.positive,
        "content": row.content_key,
        "rules": row.rules_sha256,
    }
