"""A referral that went to the wrong office: recalled, its deletion confirmed, the right one written to, a breach noted.

Nothing waits for a second person here: each hour counts. The register of breaches holds kinds and counts, never a name.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import alerts, bundles, outbox, referrals
from inspection.acts.changes.effects import end_deliveries, may_know, reopen, replace_last, write_whole
from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral import bundle
from inspection.referral.model import Addressee
from inspection.store.core import new_id
from inspection.store.referrals import BreachRow, DeliveryRow, RecallDeletionRow, RecallRow, ReferralRow
from inspection.store.referrals import Channel as Channel  # what its callers name
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction

_TOLD = "auditor_dpo"
_DATA = "data.json"
# What a bundle may hold about a person, by the field that holds it.
_KINDS = {
    "name": "identity",
    "birth_date": "birth_date",
    "national_number": "national_number",
    "hearing_language": "language",
    "where_now": "whereabouts",
    "now_at": "whereabouts",
    "reach": "whereabouts",
}


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """A recall as it stands; `deleted_at` is when the wrong office said that it had deleted what it got."""

    reference: str
    recipient: str
    instead: str | None
    recalled_at: datetime
    is_breach: bool
    deleted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class BreachEntry:
    """A line of the register of breaches."""

    id: str
    recipient: str
    categories: tuple[str, ...]
    persons: int
    minors: int
    told: tuple[str, ...]
    found_at: datetime
    deleted_at: datetime | None


@answers_alike("referral.recall", "REFER-750")
def recall(context: Context, reference: str, recipient: str, *, instead: str | None = None) -> Recalled:
    """Recall a referral from an office that it was not for, and write to the right one; the same again changes nothing.

    The wrong office is asked to delete it and gets nothing more, unless two persons add it again. What had not left is
    only stopped: then nobody saw anything, and there is no breach; but one person alone may stop nothing without saying
    who is to have it instead.

    Arguments: `instead` the office that it was meant for, unless that has it already and the wrong one has seen it.
    Errors: `ReferralFault` 750, 757 where the office got nothing, 722 for one that may see no case, 762 for what nobody
    has seen and nobody would; `AccessRefused`.
    """
    with audited_transaction(context, name="recall") as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        district = referrals.district_asked(referral, context.by)
        tx.require("referral.recall", district=district, service=referral.service)
        last = outbox.last_to_each(tx.session, referral).get(recipient)
        if last is None:
            raise ReferralFault("REFER-757", recipient=recipient)
        known = _recall_of(tx.session, referral, recipient)
        if known is not None and last.message == "recall":
            tx.mark_unchanged()
            return _view(tx.session, known, referral, recipient)
        if instead is None and not may_know(tx, referral, recipient):
            raise ReferralFault("REFER-762", recipient=recipient)
        row = RecallRow(
            id=new_id(), delivery_id=last.id, instead=instead, recalled_by=context.by, recalled_at=context.at
        )
        tx.add(row)
        facts = {"recall": row.id, "recipient": recipient, "instead": instead}
        tx.record("referral.recall", referral.id, stream="referral", facts=facts)
        _stop(tx, referral, last, row)
        if instead is not None:
            _write_instead(tx, referral, last, instead)
        referrals.close_if_answered(tx, referral.id)
        return _view(tx.session, row, referral, recipient)


@answers_alike("referral.deleted", "REFER-750")
def confirm_deletion(context: Context, reference: str, recipient: str, channel: Channel) -> Recalled:
    """Record that the wrong office says it has deleted what it got; a second time changes nothing.

    Errors: `ReferralFault` 750, 758 where nothing was recalled from it; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        district = referrals.district_asked(referral, context.by)
        tx.require("referral.deleted", district=district, service=referral.service)
        row = _recall_of(tx.session, referral, recipient)
        if row is None:
            raise ReferralFault("REFER-758", recipient=recipient)
        if _deletion(tx.session, row.id) is not None:
            tx.mark_unchanged()
            return _view(tx.session, row, referral, recipient)
        made = RecallDeletionRow(
            id=new_id(), recall_id=row.id, channel=channel, confirmed_by=context.by, confirmed_at=context.at
        )
        tx.session.add(made)
        tx.record("referral.deleted", referral.id, stream="referral", facts={"recall": row.id, "channel": channel})
        _answer_recall(tx, referral, recipient)
        return _view(tx.session, row, referral, recipient)


def recalls_for(session: Session, referral: ReferralRow) -> list[Recalled]:
    """Return inside an act the recalls of a referral, the oldest first."""
    mine = (
        select(RecallRow, DeliveryRow.recipient)
        .join(DeliveryRow, col(DeliveryRow.id) == col(RecallRow.delivery_id))
        .where(col(DeliveryRow.referral_id) == referral.id)
        .order_by(col(RecallRow.id))
    )
    return [_view(session, row, referral, recipient) for row, recipient in session.exec(mine).all()]


def breaches(context: Context) -> list[BreachEntry]:
    """Return the register of breaches, the oldest first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("breach.list", service=context.settings.service)
        tx.record("breach.list", context.by, stream="reading", purpose="daily_work", facts={"kind": "breaches"})
        mine = select(BreachRow).where(col(BreachRow.service) == context.settings.service).order_by(col(BreachRow.id))
        return [_entry(tx.session, row) for row in tx.session.exec(mine)]


def _stop(tx: AuditedTransaction, referral: ReferralRow, last: DeliveryRow, row: RecallRow) -> None:
    office = tx.app.catalogue(day_in_brussels(tx.at)).recipients.get(last.recipient)
    if not may_know(tx, referral, last.recipient):
        end_deliveries(tx, referral, last.recipient)
        last.message = "recall"
        return
    if office is not None:
        addressee = bundles.addressee_like(last, office)
        made = bundle.message(
            "recall", addressee, referral.reference, last.bundle_key, nonce=bundles.nonce_of(tx.store)
        )
        replace_last(tx, referral, last, addressee, made, "recall")
        reopen(referral)
    _enter_breach(tx, referral, last, row)


def _write_instead(tx: AuditedTransaction, referral: ReferralRow, last: DeliveryRow, instead: str) -> None:
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    known = catalogue.recipients.get(instead)
    if known is None or not known.gets_bundles or instead == last.recipient:
        raise ReferralFault("REFER-722", recipient=instead)
    having = outbox.last_to_each(tx.session, referral).get(instead)
    addressee: Addressee = bundles.addressee_like(last, known)
    if having is not None and having.message != "recall" and not outbox.knows_less(having, addressee.reason, catalogue):
        return
    write_whole(tx, referral, addressee, replaces=last.id)
    reopen(referral)
    tx.session.flush()


def _enter_breach(tx: AuditedTransaction, referral: ReferralRow, last: DeliveryRow, row: RecallRow) -> None:
    """Enter the breach: kinds of data and how many persons, counted from the bundle itself, and who is told now."""
    held = dict(bundles.bundle_of(tx.store, last).files)
    data: Mapping[str, Any] = json.loads(held[_DATA]) if _DATA in held else {}
    persons = data.get("persons", [])
    made = BreachRow(
        id=new_id(),
        service=referral.service,
        recall_id=row.id,
        recipient=last.recipient,
        categories=sorted(set(_categories(data))),
        persons=len(persons),
        minors=sum(bool(person.get("minor")) for person in persons),
        told=[_TOLD, last.recipient, *([row.instead] if row.instead else [])],
        found_at=tx.at,
        recorded_by=tx.by,
    )
    tx.add(made)
    facts = {"breach": made.id, "persons": made.persons, "categories": made.categories}
    tx.record("breach.enter", referral.id, stream="referral", facts=facts)
    alerts.raise_alert(tx, "breach", made.id, 0, referral.district, referral.service, role=_TOLD)
    bundles.notify_team_head(tx, "breach", referral, subject=made.id)


def _categories(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (_KINDS[field] for person in data.get("persons", []) for field in _KINDS if person.get(field))
    if any(person.get("minor") for person in data.get("persons", [])):
        yield "minority"
    if data.get("grounds") or data.get("forms"):
        yield "suspicion"
    if data.get("lodgings"):
        yield "lodging"


def _answer_recall(tx: AuditedTransaction, referral: ReferralRow, recipient: str) -> None:
    """Take the confirmation for the answer to the recall message: nobody is chased for it any more."""
    for row in outbox.written_to(tx.session, referral, recipient):
        if row.message == "recall" and row.answered_at is None and row.ended_at is None:
            row.state, row.answered_at = DeliveryState.ACKNOWLEDGED, tx.at
            referrals.close_if_answered(tx, referral.id)


def _recall_of(session: Session, referral: ReferralRow, recipient: str) -> RecallRow | None:
    mine = (
        select(RecallRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(RecallRow.delivery_id))
        .where(col(DeliveryRow.referral_id) == referral.id, col(DeliveryRow.recipient) == recipient)
        .order_by(col(RecallRow.id).desc())
    )
    return session.exec(mine).first()


def _deletion(session: Session, recall_id: str) -> RecallDeletionRow | None:
    return session.exec(select(RecallDeletionRow).where(col(RecallDeletionRow.recall_id) == recall_id)).first()


def _view(session: Session, row: RecallRow, referral: ReferralRow, recipient: str) -> Recalled:
    deletion = _deletion(session, row.id)
    entered = session.exec(select(BreachRow.id).where(col(BreachRow.recall_id) == row.id)).first()
    return Recalled(
        reference=referral.reference,
        recipient=recipient,
        instead=row.instead,
        recalled_at=row.recalled_at,
        is_breach=entered is not None,
        deleted_at=deletion.confirmed_at if deletion else None,
    )


def _entry(session: Session, row: BreachRow) -> BreachEntry:
    deletion = _deletion(session, row.recall_id)
    return view_of(
        BreachEntry,
        row,
        categories=tuple(row.categories),
        told=tuple(row.told),
        deleted_at=deletion.confirmed_at if deletion else None,
    )
