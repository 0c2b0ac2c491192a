"""What somebody of an office outside looks at on the portal; every look leaves an entry in the portal's own trail.

The office is told too that its page or a file was opened: the first time is the addressee's opening. It answers nothing
and stops no clock. A page is one transaction: whoever asks is looked up once, and what is counted is what is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inspection.acts.portal.packing import BODY, FILES, unpacked_copy, unpacked_file
from inspection.acts.portal.pages.opening import note_opening
from inspection.acts.portal.pages.seats import copy_for, seats_of
from inspection.acts.portal.pages.shelves import NEWEST_FIRST, Counted, Shelf, StateNow, cases_of, counted_for, rows_on
from inspection.acts.portal.values import CaseCopy, Copy, CopyKind
from inspection.errors import PortalFault
from inspection.store.core import Store
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import Asker, AuditedTransaction, Context, asker_of, audited_transaction

PURPOSE: Final = "handle_referral"
BASIS: Final = "spc_communication"
MOST: Final = 200  # copies on one page; older ones are found by their reference
_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_WORDS: Final = (
    select(PortalWordRow)
    .where(
        col(PortalWordRow.copy_id) == bindparam("copy"),
        col(PortalWordRow.office) == bindparam("office"),
        col(PortalWordRow.kind) != "opened",
    )
    .order_by(col(PortalWordRow.said_at).desc(), col(PortalWordRow.id).desc())
)


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
    """What lies before somebody of an office outside: shelves of copies, and how many lie where something is asked.

    states
        How every case stands now, by its reference, where that was asked for.
    """

    shelves: Mapping[Shelf, tuple[Held, ...]]
    counted: Counted
    states: Mapping[str, StateNow] = field(default_factory=dict)

    @property
    def held(self) -> tuple[Held, ...]:
        """The copies of every shelf that was asked for, one shelf after the other."""
        return tuple(held for shelf in self.shelves.values() for held in shelf)


@dataclass(frozen=True, kw_only=True)
class WordSaid:
    """A word of an office and what became of it: waiting while `taken_at` is None, refused where there is a fault."""

    id: str
    kind: str
    said_at: datetime
    taken_at: datetime | None
    fault: str


@dataclass(frozen=True, kw_only=True)
class CopyPage:
    """A copy as its page shows it, with what its office said about it, the newest first, and what stands round it."""

    held: Held
    words: tuple[WordSaid, ...]
    counted: Counted


def my_copies(context: Context, *shelves: Shelf, with_states: bool = False) -> PortalDesk:
    """Return the copies of every office that whoever asks acts for; a look at each shelf is recorded.

    shelves
        Which of them: waiting for an answer, open, closed, or the weekly lists; without one, what waits.
    with_states
        Whether how every case stands now goes with them, for the rows of a list; that look is recorded too.

    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        return desk_in(tx, listing(tx), *(shelves or ("waiting",)), with_states=with_states)


def listing(tx: AuditedTransaction) -> Asker:
    """Return whoever asks once they may see what lies with their offices."""
    asker = asker_of(tx.session, tx.context, "portal.list")
    asker.require("portal.list", service=tx.context.settings.service)
    return asker


def desk_in(tx: AuditedTransaction, asker: Asker, *shelves: Shelf, with_states: bool = False) -> PortalDesk:
    """Return shelves of whoever asks inside a transaction, as `my_copies` does."""
    held = {shelf: _on(tx, asker, shelf) for shelf in shelves}
    has_any = with_states and any(held.values())
    return PortalDesk(
        shelves=held,
        counted=counted_for(tx.session, seats_of(asker)),
        states=_states(tx, asker) if has_any else {},
    )


def counted(context: Context) -> Counted:
    """Return how many things wait and how many are open, for the rooms of every page; it tells of no case."""
    with context.store.read() as session:
        asker = asker_of(session, context, "portal.list")
        asker.require("portal.list", service=context.settings.service)
        return counted_for(session, seats_of(asker))


def states_now(context: Context) -> Mapping[str, StateNow]:
    """Return how every case of one's offices stands now, by its reference.

    The look is recorded; nothing that is sealed is opened for it.
    Errors: `AccessRefused` for whoever is of no office outside.
    """
    with audited_transaction(context) as tx:
        return _states(tx, listing(tx))


def open_copy(context: Context, copy_id: str, *, with_names: bool = False) -> Held:
    """Return a copy; the look is recorded, and the office hears once a session that it was opened.

    Arguments: `with_names` whether names, birth dates and numbers are shown, which the trail tells apart.
    Errors: `AccessRefused` 020 for whoever may not open anything, `PortalFault` 301 for what is absent or not for them.
    """
    return open_page(context, copy_id, with_names=with_names).held


def open_page(context: Context, copy_id: str, *, with_names: bool = False) -> CopyPage:
    """Return a copy for its page, as `open_copy` does.

    Of other cases of the office those are named that lie with it now: one that was erased since stays in no list.

    Arguments and errors: those of `open_copy`.
    """
    with audited_transaction(context) as tx:
        asker = asker_of(tx.session, context, "portal.open")
        row = copy_for(asker, copy_id, "portal.open")
        _record_look(tx, row, {"names": with_names})
        note_opening(tx, row, "page", once=context.principal.credential)
        return CopyPage(
            held=_with_those_there(tx.session, _held(tx.store, row)),
            words=_words(tx.session, row),
            counted=counted_for(tx.session, seats_of(asker)),
        )


def file_of(context: Context, copy_id: str, name: str) -> bytes:
    """Return one file of a bundle as it left; the look is recorded, and the office hears of it.

    Errors: `AccessRefused` as for `open_copy`, also for a name that the bundle does not have.
    """
    with audited_transaction(context) as tx:
        row = copy_for(asker_of(tx.session, context, "portal.open"), copy_id, "portal.open")
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
        return _words(session, copy_for(asker_of(session, context, "portal.open"), copy_id, "portal.open"))


def _on(tx: AuditedTransaction, asker: Asker, shelf: Shelf) -> tuple[Held, ...]:
    rows = [row for seat in seats_of(asker) for row in rows_on(tx.session, seat, shelf, MOST)]
    facts = {"kind": "copies", "shelf": shelf, "count": len(rows)}
    tx.record("portal.list", tx.by, stream="reading", purpose=PURPOSE, basis=BASIS, facts=facts)
    return tuple(_held(tx.store, row) for row in sorted(rows, key=_rank(shelf)))


def _states(tx: AuditedTransaction, asker: Asker) -> Mapping[str, StateNow]:
    found = [row for seat in seats_of(asker) for row in cases_of(tx.session, seat)]
    tx.record("portal.list", tx.by, stream="reading", purpose=PURPOSE, facts={"kind": "states"})
    return {row.reference: row for row in found}


def _words(session: Session, row: PortalCopyRow) -> tuple[WordSaid, ...]:
    rows = session.exec(_WORDS, params={"copy": row.id, "office": row.office})
    return tuple(
        WordSaid(id=one.id, kind=one.kind, said_at=one.said_at, taken_at=one.taken_at, fault=one.fault) for one in rows
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


def _with_those_there(session: Session, held: Held) -> Held:
    """Return a copy that names no other case but those that its office has: what is named can be opened."""
    copy = held.copy
    if not isinstance(copy, CaseCopy) or not copy.others_of_ours:
        return held
    named = copy.others_of_ours
    row = PortalCopyRow
    wanted = select(row.id).where(col(row.office) == held.office, col(row.kind) == "case")
    there = set(session.exec(wanted.where(col(row.id).in_([one.id for one in named]))))
    kept = tuple(one for one in named if one.id in there)
    return replace(held, copy=replace(copy, others_of_ours=kept))


def _rank(shelf: Shelf) -> Callable[[PortalCopyRow], tuple[float, str]]:
    """What is asked soonest first; of what is over, and of lists, the newest."""

    def rank(row: PortalCopyRow) -> tuple[float, str]:
        asked = -row.queued_at.timestamp() if shelf in NEWEST_FIRST else (row.due_at or _LATEST).timestamp()
        return asked, row.id

    return rank


def _record_look(tx: AuditedTransaction, row: PortalCopyRow, facts: dict[str, object]) -> None:
    """Keep a look in the trail; which centre a person was told of stands in no trail."""
    office = {} if row.kind == "contact" else {"office": row.office}
    told = {"kind": row.kind, **office, **facts}
    tx.record("portal.open", row.id, stream="reading", purpose=PURPOSE, basis=BASIS, facts=told)
