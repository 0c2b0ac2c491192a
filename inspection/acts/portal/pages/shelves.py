"""Which of the copies of an office somebody wants to see: what waits for an answer, what is open, what is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, and_, col, func, not_, or_, select

from inspection.acts.portal.pages.seats import OF_SEAT, Seat
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, for_office

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
NEWEST_FIRST: Final[frozenset[Shelf]] = frozenset({"closed", "lists"})

# Asked by every page: to put these questions together anew takes longer than their answers.
_DUE, _QUEUED = col(PortalCopyRow.due_at), col(PortalCopyRow.queued_at)
_ROWS: Final = {
    shelf: select(PortalCopyRow)
    .where(*OF_SEAT, is_on)
    .order_by(*((_QUEUED.desc(),) if shelf in NEWEST_FIRST else (_DUE.is_(None), _DUE, _QUEUED)), col(PortalCopyRow.id))
    .limit(bindparam("most"))
    .options(WITHOUT_FILES)
    for shelf, is_on in _SHELVES.items()
}
_CASES: Final = (
    select(PortalCopyRow)
    .where(*OF_SEAT, col(PortalCopyRow.kind) == "case")
    .options(WITHOUT_FILES, defer(cast("QueryableAttribute[bytes]", PortalCopyRow.body)))
)
_COUNTS: Final = select(
    func.count().filter(_SHELVES["waiting"]).label("waiting"), func.count().filter(_SHELVES["open"]).label("open")
).where(*OF_SEAT)
_NEWEST: Final = (
    select(PortalCopyRow.id)
    .where(*OF_SEAT, or_(_SHELVES["waiting"], _SHELVES["open"]))
    .order_by(col(PortalCopyRow.changed_at).desc(), col(PortalCopyRow.id))
)
_BODY: Final = select(PortalCopyRow.kind, PortalCopyRow.body).where(
    col(PortalCopyRow.id) == bindparam("id"), col(PortalCopyRow.office) == bindparam("office")
)


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


def cases_of(session: Session, seat: Seat) -> list[StateNow]:
    """Return how every case of an office stands, without opening what is sealed."""
    for_office(session, seat.office)
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
        for one in session.exec(_CASES, params=seat.asked)
    ]


def rows_on(session: Session, seat: Seat, shelf: Shelf, most: int) -> list[PortalCopyRow]:
    """Return at most so many copies of an office: what is asked soonest first, of what is over the newest."""
    for_office(session, seat.office)
    return list(session.exec(_ROWS[shelf], params=seat.asked | {"most": most}))


def counted_for(session: Session, seats: Sequence[Seat]) -> Counted:
    """Return how much waits and is open with some offices."""
    waiting = is_open = 0
    for seat in seats:
        for_office(session, seat.office)
        found = session.exec(_COUNTS, params=seat.asked).one()
        waiting, is_open = waiting + found[0], is_open + found[1]
    return Counted(offices=tuple(seat.office for seat in seats), waiting=waiting, open=is_open)


def newest_of(session: Session, seat: Seat) -> Iterator[tuple[str, str, bytes]]:
    """Yield what waits or is open with an office, what changed last first: its id, kind and sealed values.

    Each is read when it is asked for, so that whoever looks for one thing opens no more than they need.
    """
    for_office(session, seat.office)
    for id_ in session.exec(_NEWEST, params=seat.asked).all():
        kind, body = session.exec(_BODY, params={"id": id_, "office": seat.office}).one()
        yield id_, kind, body
