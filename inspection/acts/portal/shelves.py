"""Which of the copies of an office somebody wants to see: what waits for an answer, what is open, what is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import ColumnElement
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import and_, col, func, not_, or_, select

from inspection.acts.portal.seats import Seat
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, for_office
from inspection.trust import AuditedTransaction

Shelf = Literal["waiting", "open", "closed", "lists"]

_IS_LIST = col(PortalCopyRow.kind) == "list"
_IS_OVER = col(PortalCopyRow.is_over).is_(True)
_IS_ANSWERED = col(PortalCopyRow.answered_at).is_not(None)
_IS_TAKEN_ON = and_(col(PortalCopyRow.kind) == "case", col(PortalCopyRow.state).in_(("acknowledged", "sent_on")))
_SHELVES: Final[Mapping[Shelf, ColumnElement[bool]]] = {
    "waiting": and_(not_(_IS_LIST), not_(_IS_OVER), not_(_IS_ANSWERED), col(PortalCopyRow.state) != "sent_on"),
    "open": and_(_IS_TAKEN_ON, not_(_IS_OVER)),
    "closed": and_(not_(_IS_LIST), or_(_IS_OVER, and_(_IS_ANSWERED, not_(_IS_TAKEN_ON)))),
    "lists": _IS_LIST,
}
_NEWEST_FIRST: Final[frozenset[Shelf]] = frozenset({"closed", "lists"})


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The offices of somebody, how many things wait for an answer there, and how many cases are open."""

    offices: tuple[str, ...] = ()
    waiting: int = 0
    open: int = 0


@dataclass(frozen=True, kw_only=True)
class StateNow:
    """How a case stands now, as far as its columns say."""

    id: str
    reference: str
    state: str
    due_at: datetime | None
    answered_at: datetime | None
    is_over: bool
    is_unlisted: bool


def cases_of(tx: AuditedTransaction, seat: Seat) -> list[StateNow]:
    """Return how every case of an office stands, without opening what is sealed."""
    for_office(tx.session, seat.office)
    row = PortalCopyRow
    wanted = select(row).where(col(row.office) == seat.office, col(row.kind).in_(seat.kinds), col(row.kind) == "case")
    unread = (WITHOUT_FILES, defer(cast("QueryableAttribute[bytes]", row.body)))
    return [
        StateNow(
            id=one.id,
            reference=one.reference,
            state=one.state,
            due_at=one.due_at,
            answered_at=one.answered_at,
            is_over=one.is_over,
            is_unlisted=one.is_unlisted,
        )
        for one in tx.session.exec(wanted.options(*unread))
    ]


def rows_on(tx: AuditedTransaction, seat: Seat, shelf: Shelf, most: int) -> list[PortalCopyRow]:
    """Return at most so many copies of an office: what is asked soonest first, of what is over the newest."""
    for_office(tx.session, seat.office)
    newest = shelf in _NEWEST_FIRST
    due, queued = col(PortalCopyRow.due_at), col(PortalCopyRow.queued_at)
    order = (queued.desc(),) if newest else (due.is_(None), due, queued)
    wanted = select(PortalCopyRow).where(*_of(seat, shelf)).order_by(*order, col(PortalCopyRow.id)).limit(most)
    return list(tx.session.exec(wanted.options(WITHOUT_FILES)))


def count_on(tx: AuditedTransaction, seat: Seat, shelf: Shelf) -> int:
    """Return how many copies of an office there are."""
    for_office(tx.session, seat.office)
    return tx.session.exec(select(func.count()).select_from(PortalCopyRow).where(*_of(seat, shelf))).one()


def _of(seat: Seat, shelf: Shelf) -> tuple[ColumnElement[bool], ...]:
    return (col(PortalCopyRow.office) == seat.office, col(PortalCopyRow.kind).in_(seat.kinds), _SHELVES[shelf])
