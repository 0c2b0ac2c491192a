"""The daily comparison of what left with what lies at each addressee's; a difference alerts the team head."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, exists, select
from sqlmodel.sql.expression import Select

from inspection.acts import bundles, outbox
from inspection.errors import InspectionError
from inspection.life_cycles import AttemptOutcome, DeliveryState
from inspection.referral import bundle
from inspection.referral.delivery import Differences, Listing, differences, folder_of
from inspection.referral.model import Transport
from inspection.store.referrals import AttemptRow, DeliveryRow, ReferralRow
from inspection.trust import AppContext, Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """One addressee by one way: how many bundles await an answer, how many lie there, and what does not agree.

    fault
        Code of what kept us from looking; "" where we saw.
    """

    recipient: str
    way: str
    awaited: int
    held: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class _Handed:
    """What left for one addressee by one way.

    known
        Folders of all that is for it: a sending that was cut off may have arrived all the same.
    """

    known: frozenset[str]
    awaited: dict[str, tuple[str, str]]  # folder: delivery, hash of the manifest


def reconcile(context: Context, transports: Sequence[Transport]) -> list[Reconciled]:
    """Compare every addressee's side that can be looked at; each missing or changed bundle is alerted once.

    The looking happens outside any transaction. Nothing is sent again by itself: a folder may have been emptied by
    somebody who read it, and a call finds that out.
    """
    with context.store.read() as session:
        require_permission(session, context, "delivery.reconcile")
        handed = {(way, to): _handed(context.app, session, way, to) for way, to in _pairs(session, transports)}
    ways = {way.name: way for way in transports if isinstance(way, Listing)}
    made = [_compared(ways[way], to, found) for (way, to), found in handed.items()]
    _record(context, made, handed)
    return made


def _pairs(session: Session, transports: Sequence[Transport]) -> list[tuple[str, str]]:
    names = [way.name for way in transports if isinstance(way, Listing)]
    wanted = (
        select(AttemptRow.transport, DeliveryRow.recipient)
        .join(DeliveryRow, col(DeliveryRow.id) == col(AttemptRow.delivery_id))
        .where(col(AttemptRow.outcome) == AttemptOutcome.DELIVERED, col(AttemptRow.transport).in_(names))
        .distinct()
    )
    return sorted((way, to) for way, to in session.exec(wanted))


def _handed(app: AppContext, session: Session, way: str, recipient: str) -> _Handed:
    theirs = (
        select(ReferralRow.reference, DeliveryRow.bundle_key)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.recipient) == recipient)
    )
    known = frozenset(folder_of(reference, key) for reference, key in session.exec(theirs))
    awaited = {
        folder_of(reference, row.bundle_key): (row.id, _manifest_sha256(app, row))
        for row, reference in session.exec(_silent(recipient, way))
    }
    return _Handed(known, awaited)


def _silent(recipient: str, way: str) -> Select[DeliveryRow, str]:
    """Ask for what an addressee's side said to have and has not answered: only that must still lie there.

    Not what was withdrawn or recalled: whoever deletes that does as we asked.
    """
    arrived = exists().where(
        col(AttemptRow.delivery_id) == col(DeliveryRow.id),
        col(AttemptRow.transport) == way,
        col(AttemptRow.outcome) == AttemptOutcome.DELIVERED,
    )
    return (
        select(DeliveryRow, ReferralRow.reference)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(
            col(DeliveryRow.recipient) == recipient,
            col(DeliveryRow.state).in_((DeliveryState.SENT, DeliveryState.DELIVERED)),
            arrived,
        )
        .where(col(DeliveryRow.ended_at).is_(None))
    )


def _manifest_sha256(app: AppContext, row: DeliveryRow) -> str:
    return hashlib.sha256(dict(bundles.bundle_of(app.store, row).files)[bundle.MANIFEST]).hexdigest()


def _compared(way: Listing, recipient: str, handed: _Handed) -> Reconciled:
    awaited = {name: digest for name, (_, digest) in handed.awaited.items()}
    try:
        held, fault = way.held(recipient), ""
    except (InspectionError, OSError) as trouble:
        held, fault = {}, outbox.fault_code(trouble)
    found = Differences(missing=(), changed=(), unknown=()) if fault else differences(awaited, handed.known, held)
    return Reconciled(
        recipient=recipient, way=way.name, awaited=len(awaited), held=len(held), fault=fault, **vars(found)
    )


def _record(context: Context, made: Sequence[Reconciled], handed: dict[tuple[str, str], _Handed]) -> None:
    with audited_transaction(context) as tx:
        for one in made:
            facts = {
                "way": one.way,
                "awaited": one.awaited,
                "held": one.held,
                "missing": len(one.missing),
                "changed": len(one.changed),
                "unknown": len(one.unknown),
                "fault": one.fault,
            }
            tx.record("delivery.reconcile", one.recipient, stream="referral", facts=facts)
            for name in (*one.missing, *one.changed):
                row = tx.session.get_one(DeliveryRow, handed[one.way, one.recipient].awaited[name][0])
                referral = tx.session.get_one(ReferralRow, row.referral_id)
                bundles.notify_team_head(tx, "delivery_missing", referral, subject=row.id)
        if not made:
            tx.mark_unchanged()
