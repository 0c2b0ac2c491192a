"""Complaints: registered with their text and source sealed, then kept or dropped by somebody else than a schedule."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlmodel import col, select

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.errors import ControlFault
from inspection.sealing import keyed_hash, short_code
from inspection.store.core import Store, new_id
from inspection.store.weeks import Complaint
from inspection.territory import names_a_workplace
from inspection.time_of import now
from inspection.trust import Trail, ask, recorded

Channel = Literal["telephone", "letter", "email", "visit", "contact_point", "service"]


@dataclass(frozen=True, kw_only=True)
class NewComplaint:
    """What somebody told: `text` and `source` never leave the store unsealed except to a reader who gives a purpose."""

    workplace: str
    district: str
    text: str = field(repr=False)
    language: str
    channel: Channel = "telephone"
    sector: str | None = None
    category: str | None = None
    source: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Registered:
    """A complaint as others may speak of it; `copies` counts earlier ones with the same text for the same place."""

    id: str
    reference: str
    state: str
    copies: int


def register_complaint(
    complaint: NewComplaint, by: str, *, at: datetime | None = None, office: Office | None = None
) -> Registered:
    """Register what was told about a workplace.

    Errors: `ControlFault` CONTROL-234 for a key that no workplace can have; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    service = here.settings.service
    if not names_a_workplace(complaint.workplace):
        raise ControlFault("CONTROL-234")
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "complaint.register", district=complaint.district, service=service)
        row = _row(here.store, complaint, service, by, at)
        same = select(Complaint).where(
            col(Complaint.content_key) == row.content_key, col(Complaint.workplace) == row.workplace
        )
        copies = len(trail.session.exec(same).all())
        trail.session.add(row)
        trail.record("complaint.register", row.id, stream="complaint", facts={"copies": copies})
        return Registered(row.id, row.reference, row.state, copies)


def keep_complaint(
    complaint_id: str,
    by: str,
    *,
    not_after: date | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> Registered:
    """Keep a complaint: its workplace must be visited, at the latest on `not_after` where a day is given."""
    return _decide(complaint_id, by, "kept", None, not_after, at, office)


def drop_complaint(
    complaint_id: str, by: str, *, reason: str, at: datetime | None = None, office: Office | None = None
) -> Registered:
    """Drop a complaint; `reason` is a word such as "not_competent", never a sentence about somebody."""
    if not reason.replace("_", "").isalpha() or not reason.islower():
        raise ControlFault("CONTROL-210")
    return _decide(complaint_id, by, "dropped", reason, None, at, office)


def _decide(
    complaint_id: str,
    by: str,
    state: str,
    reason: str | None,
    not_after: date | None,
    at: datetime | None,
    office: Office | None,
) -> Registered:
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row = _existing(trail, complaint_id)
        ask(trail.session, by, "complaint.decide", district=row.district, service=row.service)
        if row.state == state:
            trail.idle()
            return Registered(row.id, row.reference, row.state, 0)
        if row.visited_by is not None:
            raise ControlFault("CONTROL-211", complaint_id=complaint_id)
        row.state, row.reason, row.not_after, row.decided_by, row.decided_at = state, reason, not_after, by, at
        trail.record(f"complaint.{state}", row.id, stream="complaint", facts={"reason": reason})
        return Registered(row.id, row.reference, row.state, 0)


def _existing(trail: Trail, complaint_id: str) -> Complaint:
    row = (
        trail.session.get(Complaint, complaint_id)
        or trail.session.exec(select(Complaint).where(col(Complaint.reference) == complaint_id.upper())).first()
    )
    if row is None:
        raise ControlFault("CONTROL-212", complaint_id=complaint_id)
    return row


def _row(store: Store, complaint: NewComplaint, service: str, by: str, at: datetime) -> Complaint:
    id = new_id()  # noqa: A001  what it is called in every table
    return Complaint(
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
        state="received",
        content_key=keyed_hash(" ".join(complaint.text.lower().split()), purpose="complaint", keys=store.keys),
        text=store.seal("complaint.text", id, complaint.text),
        source=store.seal("complaint.source", id, complaint.source) if complaint.source else None,
    )
