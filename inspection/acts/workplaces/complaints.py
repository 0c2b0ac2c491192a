"""Complaints: registered with their text and source sealed, then kept or dropped by somebody else than a schedule."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlmodel import col, select

from inspection.errors import ControlFault
from inspection.life_cycles import ComplaintState
from inspection.sealing import keyed_hash, short_code
from inspection.store.core import Store, new_id
from inspection.store.weeks import ComplaintRow
from inspection.targeting.tips import sketch_of
from inspection.territory import names_a_workplace
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction

Channel = Literal["telephone", "letter", "email", "visit", "contact_point", "service"]


@dataclass(frozen=True, kw_only=True)
class NewComplaint:
    """What somebody told: `text` and `source` never leave the store unsealed except to a reader who gives a purpose.

    device
        What the contact point knows of the device that it came from; only a keyed hash of it is kept.
    is_urgent
        Whoever took it down heard that somebody may be in danger now.
    """

    workplace: str
    district: str
    text: str = field(repr=False)
    language: str
    channel: Channel = "telephone"
    sector: str | None = None
    category: str | None = None
    source: str | None = field(default=None, repr=False)
    device: str | None = field(default=None, repr=False)
    is_urgent: bool = False


@dataclass(frozen=True)
class Registered:
    """A complaint as others may speak of it; `copies` counts earlier ones with the same text for the same place."""

    id: str
    reference: str
    state: ComplaintState
    copies: int


def register_complaint(context: Context, complaint: NewComplaint) -> Registered:
    """Register what was told about a workplace.

    Errors: `ControlFault` CONTROL-234 for a key that no workplace can have; `AccessRefused`.
    """
    service = context.settings.service
    if not names_a_workplace(complaint.workplace):
        raise ControlFault("CONTROL-234")
    with audited_transaction(context) as tx:
        tx.require("complaint.register", district=complaint.district, service=service)
        least = context.app.catalogue(day_in_brussels(context.at)).tip_rules.least_words
        row = _row(context.store, complaint, service, context.by, context.at, least)
        same = select(ComplaintRow).where(
            col(ComplaintRow.content_key) == row.content_key, col(ComplaintRow.workplace) == row.workplace
        )
        copies = len(tx.session.exec(same).all())
        tx.session.add(row)
        tx.record("complaint.register", row.id, stream="complaint", facts={"copies": copies})
        return Registered(row.id, row.reference, row.state, copies)


@answers_alike("complaint.decide", "CONTROL-212")
def keep_complaint(context: Context, complaint_id: str, *, not_after: date | None = None) -> Registered:
    """Keep a complaint: its workplace must be visited, at the latest on `not_after` where a day is given."""
    return _decide(context, complaint_id, ComplaintState.KEPT, None, not_after)


@answers_alike("complaint.decide", "CONTROL-212")
def drop_complaint(context: Context, complaint_id: str, *, reason: str) -> Registered:
    """Drop a complaint; `reason` is a word such as "not_competent", never a sentence about somebody."""
    if not reason.replace("_", "").isalpha() or not reason.islower():
        raise ControlFault("CONTROL-210")
    return _decide(context, complaint_id, ComplaintState.DROPPED, reason, None)


def _decide(
    context: Context, complaint_id: str, state: ComplaintState, reason: str | None, not_after: date | None
) -> Registered:
    with audited_transaction(context) as tx:
        row = _existing(tx, complaint_id)
        tx.require("complaint.decide", district=row.district, service=row.service)
        if row.state == state:
            tx.mark_unchanged()
            return Registered(row.id, row.reference, row.state, 0)
        if row.visited_by is not None:
            raise ControlFault("CONTROL-211", complaint_id=complaint_id)
        row.state, row.reason, row.not_after, row.decided_by, row.decided_at = (
            state,
            reason,
            not_after,
            context.by,
            context.at,
        )
        tx.record(f"complaint.{state}", row.id, stream="complaint", facts={"reason": reason})
        return Registered(row.id, row.reference, row.state, 0)


def _existing(tx: AuditedTransaction, complaint_id: str) -> ComplaintRow:
    row = (
        tx.session.get(ComplaintRow, complaint_id)
        or tx.session.exec(select(ComplaintRow).where(col(ComplaintRow.reference) == complaint_id.upper())).first()
    )
    if row is None:
        raise ControlFault("CONTROL-212", complaint_id=complaint_id)
    return row


def _row(store: Store, complaint: NewComplaint, service: str, by: str, at: datetime, least: int = 1) -> ComplaintRow:
    id = new_id()  # noqa: A001  what it is called in every table
    return ComplaintRow(
        id=id,
        reference=short_code(f"complaint|{id}", 6),
        service=service,
        district=complaint.district,
        workplace=complaint.workplace,
        sector=complaint.sector,
        category=complaint.category,
        channel=complaint.channel,
        language=complaint.language,
        received_at=at,
        registered_by=by,
        state=ComplaintState.RECEIVED,
        source_key=_key(store, "source", complaint.source),
        device_key=_key(store, "device", complaint.device),
        sketch=list(sketch_of(complaint.text, store.keys.purpose("complaint"), least)),
        is_urgent=complaint.is_urgent,
        content_key=keyed_hash(" ".join(complaint.text.lower().split()), purpose="complaint", keys=store.keys),
        text=store.seal("complaint.text", id, complaint.text),
        source=store.seal("complaint.source", id, complaint.source) if complaint.source else None,
    )


def _key(store: Store, what: str, told: str | None) -> str | None:
    """Return the keyed hash of who told something or of their device, written alike; None where nobody knows."""
    same = "".join(told.casefold().split()) if told else ""
    return keyed_hash([what, same], purpose="complaint", keys=store.keys) if same else None
