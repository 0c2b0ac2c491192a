"""Requests of persons about what is kept of them: registered, so that whoever answers one has a case to look in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import col, select

from inspection.acts.access.revealing import keys_of_person, number_key
from inspection.acts.access.who_looked import FOUND_PERSON, NUMBER, PLACE
from inspection.errors import AccessRefused
from inspection.sealing import short_code
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.records import PersonRequestRow
from inspection.store.views import view_of
from inspection.trust import AuditedTransaction, Context, audited_transaction

RequestKind = Literal["access", "correction", "erasure", "complaint"]


@dataclass(frozen=True, kw_only=True)
class PersonRequest:
    """A request, without whose it is."""

    reference: str
    kind: str
    subject_kind: str
    registered_by: str
    registered_at: datetime
    closed_at: datetime | None


def register_request(context: Context, kind: RequestKind, about: str) -> PersonRequest:
    """Register what somebody asks; of a person nothing is kept but a keyed hash.

    Arguments: `about` a national number, `CONTROL:P1`, the id of a control, or a workplace.
    Errors: `AccessRefused` 097 for what nobody knows.
    """
    with audited_transaction(context) as tx:
        tx.require("request.register", service=context.settings.service)
        subject_kind, key = _subject(tx, about.strip())
        id_ = new_id()
        row = PersonRequestRow(
            id=id_,
            reference=f"RQ-{short_code(id_, 5)}",
            service=context.settings.service,
            kind=kind,
            subject_kind=subject_kind,
            subject_key=key,
            registered_by=context.by,
            registered_at=context.at,
        )
        tx.add(row)
        tx.record("request.register", row.id, stream="looks", purpose="audit", facts={"kind": kind})
        return view_of(PersonRequest, row)


def close_request(context: Context, reference: str) -> PersonRequest:
    """Close a request that was answered: nobody can look for it any more.

    Errors: `AccessRefused` 098 for none that is open.
    """
    with audited_transaction(context) as tx:
        tx.require("request.register", service=context.settings.service)
        wanted = select(PersonRequestRow).where(col(PersonRequestRow.reference) == reference.strip().upper())
        row = tx.session.exec(wanted.where(col(PersonRequestRow.service) == context.settings.service)).first()
        if row is None or row.closed_at is not None:
            raise AccessRefused("ACCESS-098")
        row.closed_at, row.closed_by = context.at, context.by
        tx.record("request.close", row.id, stream="looks", purpose="audit")
        return view_of(PersonRequest, row)


def open_requests(context: Context) -> list[PersonRequest]:
    """Return the requests that are open, the oldest first; a look at a list."""
    with audited_transaction(context) as tx:
        tx.require("request.list", service=context.settings.service)
        tx.record("request.list", context.by, stream="reading", purpose="audit", facts={"kind": "requests"})
        wanted = select(PersonRequestRow).where(
            col(PersonRequestRow.closed_at).is_(None), col(PersonRequestRow.service) == context.settings.service
        )
        return [view_of(PersonRequest, row) for row in tx.session.exec(wanted.order_by(col(PersonRequestRow.id)))]


def _subject(tx: AuditedTransaction, about: str) -> tuple[str, str]:
    person = FOUND_PERSON.fullmatch(about)
    if person:
        keys = keys_of_person(tx.session, tx.store, person["control"].lower(), person["ref"].upper())
        if keys:
            return "person", keys[-1]
    elif NUMBER.fullmatch(about):
        return "person", number_key(tx.store, about)
    elif tx.session.get(ControlRow, about) is not None:
        return "control", about
    elif PLACE.fullmatch(about):
        return "workplace", about
    raise AccessRefused("ACCESS-097")
