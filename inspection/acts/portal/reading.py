"""What somebody of an office outside looks at on the portal; every look leaves an entry in the portal's own trail.

The office is told too that its page or a file was opened: the first time is the addressee's opening. It answers nothing
and stops no clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast

from sqlmodel import col, select

from inspection.acts.portal.opening import note_opening
from inspection.acts.portal.packing import BODY, FILES, unpacked_copy, unpacked_file
from inspection.acts.portal.seats import Seat, copy_for, seats_of
from inspection.acts.portal.shelves import Counted, Shelf, StateNow, cases_of, count_on, rows_on
from inspection.acts.portal.values import Copy, CopyKind
from inspection.errors import PortalFault
from inspection.store.core import Store
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_permission

PURPOSE: Final = "handle_referral"
MOST: Final = 200  # copies on one page; older ones are found by their reference
_BASIS: Final = "spc_communication"
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Held:
    """One copy as it lies on the portal: under which id, for which office, and whether anything is asked still."""

    id: str
    kind: CopyKind
    office: str
    changed_at: datetime
    is_over: bool
    copy: Copy = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PortalDesk:
    """What lies before somebody of an office outside: a shelf of copies, and how many lie on the others."""

    held: tuple[Held, ...]
    counted: Counted


@dataclass(frozen=True, kw_only=True)
class WordSaid:
    """A word of an office and what became of it: waiting while `taken_at` is None, refused where there is a fault."""

    id: str
    kind: str
    said_at: datetime
    taken_at: datetime | None
    fault: str


def my_copies(context: Context, shelf: Shelf = "waiting") -> PortalDesk:
    """Return the copies of every office that whoever asks acts for; the look is recorded.

    Arguments: `shelf` which of them: waiting for an answer, open, closed, or the weekly lists.
    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        require_permission(tx.session, context, "portal.list", service=context.settings.service)
        seats = seats_of(tx.session, context)
        rows = [(seat, row) for seat in seats for row in rows_on(tx, seat, shelf, MOST)]
        facts = {"kind": "copies", "shelf": shelf, "count": len(rows)}
        tx.record("portal.list", context.by, stream="reading", purpose=PURPOSE, basis=_BASIS, facts=facts)
        return PortalDesk(
            held=tuple(_held(tx.store, row) for _, row in sorted(rows, key=_rank(shelf))),
            counted=_counted(tx, seats),
        )


def counted(context: Context) -> Counted:
    """Return how many things wait and how many are open, for the rooms of every page; it tells of no case."""
    with audited_transaction(context) as tx:
        require_permission(tx.session, context, "portal.list", service=context.settings.service)
        tx.mark_unchanged()
        return _counted(tx, seats_of(tx.session, context))


def states_now(context: Context) -> Mapping[str, StateNow]:
    """Return how every case of one's offices stands now, by its reference: for the rows of a weekly list.

    The look is recorded; nothing that is sealed is opened for it.
    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        require_permission(tx.session, context, "portal.list", service=context.settings.service)
        found = [row for seat in seats_of(tx.session, context) for row in cases_of(tx, seat)]
        tx.record("portal.list", context.by, stream="reading", purpose=PURPOSE, facts={"kind": "states"})
        return {row.reference: row for row in found}


def open_copy(context: Context, copy_id: str, *, with_names: bool = False) -> Held:
    """Return a copy for its page; the look is recorded, and the office hears once a session that it was opened.

    Arguments: `with_names` whether names, birth dates and numbers are shown, which the trail tells apart.
    Errors: `AccessRefused` 020 for whoever may not open anything, `PortalFault` 301 for what is absent or not for them.
    """
    with audited_transaction(context) as tx:
        row = copy_for(tx.session, context, copy_id, "portal.open")
        _record_look(tx, row, {"names": with_names})
        note_opening(tx, row, "page", once=context.principal.credential)
        return _held(tx.store, row)


def file_of(context: Context, copy_id: str, name: str) -> bytes:
    """Return one file of a bundle as it left; the look is recorded, and the office hears of it.

    Errors: `AccessRefused` as for `open_copy`, also for a name that the bundle does not have.
    """
    with audited_transaction(context) as tx:
        row = copy_for(tx.session, context, copy_id, "portal.open")
        packed = tx.session.exec(select(PortalCopyRow.files).where(col(PortalCopyRow.id) == row.id)).one()
        content = unpacked_file(tx.store.unseal_bytes(FILES, row.id, packed), name) if packed else None
        if content is None:
            raise PortalFault("PORTAL-301")
        _record_look(tx, row, {"file": name})
        note_opening(tx, row, name)
        return content


def words_of(context: Context, copy_id: str) -> tuple[WordSaid, ...]:
    """Return what this office said about a copy and what became of it, the newest first; no word is shown in it.

    Errors: as for `open_copy`.
    """
    with context.store.read() as session:
        row = copy_for(session, context, copy_id, "portal.open")
        mine = select(PortalWordRow).where(
            col(PortalWordRow.copy_id) == row.id,
            col(PortalWordRow.office) == row.office,
            col(PortalWordRow.kind) != "opened",
        )
        rows = session.exec(mine.order_by(col(PortalWordRow.said_at).desc(), col(PortalWordRow.id).desc()))
        return tuple(
            WordSaid(id=one.id, kind=one.kind, said_at=one.said_at, taken_at=one.taken_at, fault=one.fault)
            for one in rows
        )


def _counted(tx: AuditedTransaction, seats: Sequence[Seat]) -> Counted:
    return Counted(
        offices=tuple(seat.office for seat in seats),
        waiting=sum(count_on(tx, seat, "waiting") for seat in seats),
        open=sum(count_on(tx, seat, "open") for seat in seats),
    )


def _held(store: Store, row: PortalCopyRow) -> Held:
    return Held(
        id=row.id,
        kind=cast("CopyKind", row.kind),
        office=row.office,
        changed_at=row.changed_at,
        is_over=row.is_over,
        copy=unpacked_copy(row.kind, store.unseal(BODY, row.id, row.body)),
    )


def _rank(shelf: Shelf) -> Callable[[tuple[Seat, PortalCopyRow]], tuple[float, str]]:
    """What is asked soonest first; of what is over, and of lists, the newest."""
    is_newest_first = shelf in ("closed", "lists")

    def rank(one: tuple[Seat, PortalCopyRow]) -> tuple[float, str]:
        row = one[1]
        asked = -row.queued_at.timestamp() if is_newest_first else (row.due_at or _LATEST).timestamp()
        return asked, row.id

    return rank


def _record_look(tx: AuditedTransaction, row: PortalCopyRow, facts: dict[str, object]) -> None:
    """Keep a look in the trail; which centre a person was told of stands in no trail."""
    office = {} if row.kind == "contact" else {"office": row.office}
    told = {"kind": row.kind, **office, **facts}
    tx.record("portal.open", row.id, stream="reading", purpose=PURPOSE, basis=_BASIS, facts=told)
