"""Corrections, withdrawals and further addressees: proposed by one person, done when a second confirms.

Nothing here holds a yes back: what has left has left, and a change is one more message that names what it replaces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlmodel import Session, col, select

from inspection.acts import access, bundles, outbox, referrals
from inspection.acts.changes.effects import add_offices, send_correction, send_withdrawal
from inspection.errors import ReferralFault
from inspection.life_cycles import ChangeEnd
from inspection.store.core import new_id
from inspection.store.referrals import DeliveryRow, ReferralChangeEndRow, ReferralChangeRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction, require_apart
from sectors import Catalogue
from sectors.rules.recipients import Recipient

ChangeKind = Literal["correction", "withdrawal", "addition"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A proposed change; without `outcome` it waits for a second person. What was written is not shown."""

    id: str
    reference: str
    kind: ChangeKind
    recipients: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    outcome: ChangeEnd | None = None
    ended_by: str | None = None


@answers_alike("referral.change", "REFER-750")
def propose_change(
    context: Context, reference: str, kind: ChangeKind, reason: str, *, recipients: Sequence[str] = ()
) -> Change:
    """Propose a correction, a withdrawal or further addressees; nothing is sent until somebody else confirms.

    Arguments: `reason` what is corrected, or why, sealed; `recipients` the offices of an addition.
    Errors: `ReferralFault` 750 to 754; `AccessRefused`.
    """
    if not reason.strip():
        raise ReferralFault("REFER-751", kind=kind)
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("referral.change", district=referrals.district_asked(referral, context.by), service=referral.service)
        _refuse_ended(tx.session, referral)
        _refuse_wrong_offices(tx.session, context.app, referral, kind, recipients, context.at)
        id = new_id()  # noqa: A001
        row = ReferralChangeRow(
            id=id,
            referral_id=referral.id,
            kind=kind,
            recipients=list(recipients),
            reason=context.store.seal("referral_change.reason", id, reason.strip(), case=referral.control_id),
            proposed_by=context.by,
            proposed_at=context.at,
        )
        tx.session.add(row)
        facts = {"kind": kind, "change": row.id, "recipients": list(recipients)}
        tx.record("referral.propose_change", referral.id, stream="referral", facts=facts)
        return change_view(row, referral, None)


@answers_alike("referral.confirm", "REFER-755", "REFER-750")
def confirm_change(context: Context, change_id: str) -> Change:
    """Confirm a proposed change as a second person: its messages are queued in the same transaction.

    Errors: `ReferralFault` 755 for no open change; `AccessRefused`, 041 for who proposed it.
    """
    with audited_transaction(context, name="change") as tx:
        row, referral = open_change(context, tx.session, change_id)
        tx.require("referral.confirm", district=referral.district, service=referral.service)
        require_apart(context, "referral.confirm", "referral.change", row.proposed_by)
        _refuse_ended(tx.session, referral)
        end = _end(tx, row, referral, ChangeEnd.CONFIRMED)
        reason = context.store.unseal("referral_change.reason", row.id, row.reason)
        if row.kind == "correction":
            send_correction(tx, referral, reason)
        elif row.kind == "withdrawal":
            send_withdrawal(tx, referral, reason)
        else:
            add_offices(tx, referral, row.recipients)
        return change_view(row, referral, end)


@answers_alike("referral.change", "REFER-755", "REFER-750", "ACCESS-020")
def drop_change(context: Context, change_id: str) -> Change:
    """Drop a proposed change: whoever proposed it may, and whoever could confirm it."""
    with audited_transaction(context) as tx:
        row, referral = open_change(context, tx.session, change_id)
        if context.by == row.proposed_by:
            tx.require("referral.change", service=referral.service)
        else:
            tx.require("referral.confirm", district=referral.district, service=referral.service)
        return change_view(row, referral, _end(tx, row, referral, ChangeEnd.DROPPED))


@answers_alike("record.list", "REFER-750")
def changes_of(context: Context, reference: str) -> list[Change]:
    """Return what was proposed for a referral and what became of it, the oldest first; the look is recorded."""
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("record.list", district=referrals.district_asked(referral, context.by), service=referral.service)
        access.record_masked(tx, "referral.changes", referral.id, referral.reference, {"kind": "changes"})
        return proposed_for(tx.session, referral)


def proposed_for(session: Session, referral: ReferralRow) -> list[Change]:
    """Return inside an act what was proposed for a referral, the oldest first."""
    mine = select(ReferralChangeRow).where(col(ReferralChangeRow.referral_id) == referral.id)
    rows = session.exec(mine.order_by(col(ReferralChangeRow.id))).all()
    return [change_view(row, referral, _ended(session, row.id)) for row in rows]


def _refuse_ended(session: Session, referral: ReferralRow) -> None:
    if outbox.is_withdrawn(session, referral.id):
        raise ReferralFault("REFER-752")


def _refuse_wrong_offices(
    session: Session, app: AppContext, referral: ReferralRow, kind: str, recipients: Sequence[str], at: datetime
) -> None:
    """Let only offices be added that may see a case: the central cell and the federal prosecutor may not."""
    if (kind == "addition") != bool(recipients):
        raise ReferralFault("REFER-753", kind=kind)
    catalogue = app.catalogue(day_in_brussels(at))
    known, standing = catalogue.recipients, outbox.last_to_each(session, referral)
    written = {id_ for id_, r in standing.items() if r.message != "recall" and not _may_be_added(known, catalogue, r)}
    wrong = [id_ for id_ in recipients if id_ not in known or not known[id_].gets_bundles or id_ in written]
    if wrong:
        raise ReferralFault("REFER-754", offices=", ".join(sorted(wrong)))


def _may_be_added(known: Mapping[str, Recipient], catalogue: Catalogue, having: DeliveryRow) -> bool:
    """Tell whether an office that was told as concerned only may be given the whole."""
    office = known.get(having.recipient)
    return office is not None and outbox.knows_less(having, bundles.reason_to(office, "added"), catalogue)


def open_change(context: Context, session: Session, change_id: str) -> tuple[ReferralChangeRow, ReferralRow]:
    """Return a change that waits inside an act, with its referral; 755 for none."""
    row = session.get(ReferralChangeRow, change_id)
    if row is None or _ended(session, change_id) is not None:
        raise ReferralFault("REFER-755")
    referral = session.get_one(ReferralRow, row.referral_id)
    return row, bundles.known_referral(context, session, referral.reference)


def _ended(session: Session, change_id: str) -> ReferralChangeEndRow | None:
    return session.exec(select(ReferralChangeEndRow).where(col(ReferralChangeEndRow.change_id) == change_id)).first()


def _end(
    tx: AuditedTransaction, row: ReferralChangeRow, referral: ReferralRow, outcome: ChangeEnd
) -> ReferralChangeEndRow:
    end = ReferralChangeEndRow(id=new_id(), change_id=row.id, outcome=outcome, ended_by=tx.by, ended_at=tx.at)
    tx.add(end)
    facts = {"kind": row.kind, "change": row.id, "outcome": outcome}
    tx.record("referral.end_change", referral.id, stream="referral", facts=facts)
    return end


def change_view(row: ReferralChangeRow, referral: ReferralRow, end: ReferralChangeEndRow | None) -> Change:
    """Return what may be shown of a change."""
    return Change(
        id=row.id,
        reference=referral.reference,
        kind=cast(ChangeKind, row.kind),
        recipients=tuple(row.recipients),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        outcome=end.outcome if end else None,
        ended_by=end.ended_by if end else None,
    )
