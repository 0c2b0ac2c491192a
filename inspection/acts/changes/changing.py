"""Corrections, withdrawals and further addressees: proposed by one person, done when a second confirms.

Nothing here holds a yes back: what has left has left, and a change is one more message that names what it replaces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlmodel import Session, col, select

from inspection.acts.answers import district_asked
from inspection.acts.changes.effects import add_offices, send_correction, send_withdrawal
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import is_withdrawn, knows_less, last_to_each
from inspection.acts.referrals import known_referral, reason_to
from inspection.errors import ReferralFault
from inspection.store.core import new_id
from inspection.store.referrals import DeliveryRow, ReferralChange, ReferralChangeEnd, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors.rules import Catalogue, Recipient

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
    outcome: Literal["confirmed", "dropped"] | None = None
    ended_by: str | None = None


def propose_change(
    reference: str,
    kind: ChangeKind,
    reason: str,
    by: str,
    *,
    recipients: Sequence[str] = (),
    at: datetime | None = None,
    office: Office | None = None,
) -> Change:
    """Propose a correction, a withdrawal or further addressees; nothing is sent until somebody else confirms.

    Arguments: `reason` what is corrected, or why, sealed; `recipients` the offices of an addition.
    Errors: `ReferralFault` 750 to 754; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    if not reason.strip():
        raise ReferralFault("REFER-751", kind=kind)
    with recorded(here.store, by=by, at=at) as trail:
        referral = known_referral(trail.session, here, reference, by)
        ask(trail.session, by, "referral.change", district=district_asked(referral, by), service=referral.service)
        _refuse_ended(trail.session, referral)
        _refuse_wrong_offices(trail.session, here, referral, kind, recipients, at)
        id = new_id()  # noqa: A001
        row = ReferralChange(
            id=id,
            referral_id=referral.id,
            kind=kind,
            recipients=list(recipients),
            reason=here.store.seal("referral_change.reason", id, reason.strip()),
            proposed_by=by,
            proposed_at=at,
        )
        trail.session.add(row)
        facts = {"kind": kind, "change": row.id, "recipients": list(recipients)}
        trail.record("referral.propose_change", referral.id, stream="referral", facts=facts)
        return change_view(row, referral, None)


def confirm_change(change_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> Change:
    """Confirm a proposed change as a second person: its messages are queued in the same transaction.

    Errors: `ReferralFault` 755 for no open change, 756 for who proposed it; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at, name="change") as trail:
        row, referral = open_change(trail.session, here, change_id, by)
        ask(trail.session, by, "referral.confirm", district=referral.district, service=referral.service)
        if by == row.proposed_by:
            raise ReferralFault("REFER-756")
        _refuse_ended(trail.session, referral)
        end = _end(trail, row, referral, "confirmed")
        reason = here.store.unseal("referral_change.reason", row.id, row.reason)
        if row.kind == "correction":
            send_correction(trail, here, referral, reason)
        elif row.kind == "withdrawal":
            send_withdrawal(trail, here, referral, reason)
        else:
            add_offices(trail, here, referral, row.recipients)
        return change_view(row, referral, end)


def drop_change(change_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> Change:
    """Drop a proposed change: whoever proposed it may, and whoever could confirm it."""
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row, referral = open_change(trail.session, here, change_id, by)
        if by == row.proposed_by:
            ask(trail.session, by, "referral.change", service=referral.service)
        else:
            ask(trail.session, by, "referral.confirm", district=referral.district, service=referral.service)
        return change_view(row, referral, _end(trail, row, referral, "dropped"))


def changes_of(reference: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> list[Change]:
    """Return what was proposed for a referral and what became of it, the oldest first; the look is recorded."""
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        referral = known_referral(trail.session, here, reference, by)
        ask(trail.session, by, "record.list", district=district_asked(referral, by), service=referral.service)
        trail.record("referral.changes", referral.id, stream="reading", facts={"kind": "changes"})
        return proposed_for(trail.session, referral)


def proposed_for(session: Session, referral: ReferralRow) -> list[Change]:
    """Return inside an act what was proposed for a referral, the oldest first."""
    mine = select(ReferralChange).where(col(ReferralChange.referral_id) == referral.id)
    rows = session.exec(mine.order_by(col(ReferralChange.id))).all()
    return [change_view(row, referral, _ended(session, row.id)) for row in rows]


def _refuse_ended(session: Session, referral: ReferralRow) -> None:
    if is_withdrawn(session, referral.id):
        raise ReferralFault("REFER-752")


def _refuse_wrong_offices(
    session: Session, here: Office, referral: ReferralRow, kind: str, recipients: Sequence[str], at: datetime
) -> None:
    """Let only offices be added that may see a case: the central cell and the federal prosecutor may not."""
    if (kind == "addition") != bool(recipients):
        raise ReferralFault("REFER-753", kind=kind)
    catalogue = here.catalogue(day_in_brussels(at))
    known, standing = catalogue.recipients, last_to_each(session, referral)
    written = {id_ for id_, r in standing.items() if r.message != "recall" and not _may_be_added(known, catalogue, r)}
    wrong = [id_ for id_ in recipients if id_ not in known or known[id_].may_see != "bundle" or id_ in written]
    if wrong:
        raise ReferralFault("REFER-754", offices=", ".join(sorted(wrong)))


def _may_be_added(known: Mapping[str, Recipient], catalogue: Catalogue, having: DeliveryRow) -> bool:
    """Tell whether an office that was told as concerned only may be given the whole."""
    office = known.get(having.recipient)
    return office is not None and knows_less(having, reason_to(office, "added"), catalogue)


def open_change(session: Session, here: Office, change_id: str, by: str) -> tuple[ReferralChange, ReferralRow]:
    """Return a change that waits inside an act, with its referral; 755 for none."""
    row = session.get(ReferralChange, change_id)
    if row is None or _ended(session, change_id) is not None:
        raise ReferralFault("REFER-755")
    referral = session.get_one(ReferralRow, row.referral_id)
    return row, known_referral(session, here, referral.reference, by)


def _ended(session: Session, change_id: str) -> ReferralChangeEnd | None:
    return session.exec(select(ReferralChangeEnd).where(col(ReferralChangeEnd.change_id) == change_id)).first()


def _end(trail: Trail, row: ReferralChange, referral: ReferralRow, outcome: str) -> ReferralChangeEnd:
    end = ReferralChangeEnd(id=new_id(), change_id=row.id, outcome=outcome, ended_by=trail.by, ended_at=trail.at)
    trail.session.add(end)
    trail.session.flush()
    facts = {"kind": row.kind, "change": row.id, "outcome": outcome}
    trail.record("referral.end_change", referral.id, stream="referral", facts=facts)
    return end


def change_view(row: ReferralChange, referral: ReferralRow, end: ReferralChangeEnd | None) -> Change:
    """Return what may be shown of a change."""
    return Change(
        id=row.id,
        reference=referral.reference,
        kind=cast(ChangeKind, row.kind),
        recipients=tuple(row.recipients),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        outcome=cast("Literal['confirmed', 'dropped'] | None", end.outcome if end else None),
        ended_by=end.ended_by if end else None,
    )
