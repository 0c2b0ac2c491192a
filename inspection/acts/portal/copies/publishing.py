"""Publishes to the portal what changed in the office: within a second of any act, and whatever is killed is done again.

The office's trail says what changed. Copies are worked out anew from the office's rows, so that publishing twice is
publishing once; only those that differ are written, in one transaction of the portal with the cursor that stands for
them. What one process published an older look cannot undo: the cursor is compared inside.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import links
from inspection.acts.portal.copies.beside import Beside
from inspection.acts.portal.copies.bundled import files_of
from inspection.acts.portal.copies.cases import case_copies
from inspection.acts.portal.copies.following import Cursors, Touched, cursors_of, ends_of, is_new_day, touched_since
from inspection.acts.portal.copies.forgetting import TO_FORGET, forget_copy
from inspection.acts.portal.copies.lists import list_copy
from inspection.acts.portal.copies.looking import Look, Made
from inspection.acts.portal.copies.notices import notice_copies
from inspection.acts.portal.packing import BODY, FILES, packed_copy, packed_files
from inspection.acts.portal.people import people_of_offices, push_people
from inspection.errors import InspectionError
from inspection.keyring import case_named
from inspection.sealing import keyed_hash
from inspection.store.core import Store
from inspection.store.people import UserRow
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, PortalCursorRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import PublishedListRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_in_service

_NOTHING = ""  # the fingerprint of a copy that the portal does not have
_TOGETHER = 20
_SHOWN = 16  # figures of a bundle's key that tell it from another of the same case


@dataclass(frozen=True)
class _Looked:
    """What one look at the office found: copies, people, and the cursors that stand for it."""

    made: Sequence[Made]
    people: Sequence[UserRow] | None
    known: Cursors
    reached: Cursors


@dataclass(frozen=True)
class _Ready:
    """A copy that differs from what the portal has (`before`), with its files where they changed too."""

    made: Made
    before: str
    fingerprint: str
    files: bytes | None = field(default=None, repr=False)
    has_new_files: bool = False


def news(context: Context, portal: AppContext) -> frozenset[str]:
    """Return what happened in the office since the portal was published to, by the ends of streams: a cheap look."""
    require_in_service(context, "portal.publish")
    with portal.store.read() as session:
        known = cursors_of(session)
    with context.store.read() as session:
        ends = ends_of(session, _ordinal(context.at))
    return frozenset(f"{stream}:{n}" for stream, n in ends.items() if known.get(stream) != n)


def publish(context: Context, portal: AppContext) -> int:
    """Publish what changed since the last time; returns how many copies were written.

    Several processes may do so at once: whoever was overtaken writes nothing, and the next turn looks again.

    Errors: `AccessRefused`; `StoreFault` where a bundle cannot be opened.
    """
    require_in_service(context, "portal.publish")
    written = 0
    while True:
        looked = _look(context, portal)
        if looked is None:
            return written
        written += _publish(context, portal, looked)
        context = context.refreshed()


def _look(context: Context, portal: AppContext) -> _Looked | None:
    """Return what changed, None where nothing did."""
    with portal.store.read() as session:
        known = cursors_of(session)
        daily = _without_files(session) if is_new_day(known, _ordinal(context.at)) else ()
    with context.store.read() as session:
        ends = ends_of(session, _ordinal(context.at))
        if ends == known:
            return None
        touched, reached = touched_since(session, known, ends, daily)
        made = list(_made(Look(context.app, session, context.at), touched))
        people = people_of_offices(session) if touched.people else None
    return _Looked(made, people, known, reached)


def _without_files(session: Session) -> list[str]:
    """Return the references of copies that a bundle's files could not be given to: they are tried again every day."""
    wanted = select(PortalCopyRow.reference).where(
        col(PortalCopyRow.kind) == "case",
        col(PortalCopyRow.is_over).is_(False),
        col(PortalCopyRow.fingerprint).endswith(f".{_NOTHING}"),
    )
    return list(session.exec(wanted))


def _made(look: Look, touched: Touched) -> Iterator[Made]:
    """Yield every copy of what changed, and of the cases that stand beside it."""
    for referral in _cases(look, touched.referrals):
        yield from case_copies(look, referral)
    for notice in _rows(look.session, NoticeRow, touched.notices):
        yield from notice_copies(look, notice)
    for published in _rows(look.session, PublishedListRow, touched.lists):
        yield list_copy(look, published)


def _cases(look: Look, ids: Iterable[str]) -> Iterator[ReferralRow]:
    changed = _rows(look.session, ReferralRow, ids)
    beside = {id_ for referral in changed for id_ in Beside(look, referral, {}).neighbours}
    beside |= {id_ for referral in changed for id_ in links.decided_beside(look.session, referral.id)}
    yield from changed
    yield from _rows(look.session, ReferralRow, beside - {referral.id for referral in changed})


def _rows(session: Session, table: Any, ids: Iterable[str]) -> list[Any]:
    wanted = sorted(ids)
    return list(session.exec(select(table).where(col(table.id).in_(wanted)).order_by(col(table.id)))) if wanted else []


def _publish(context: Context, portal: AppContext, looked: _Looked) -> int:
    """Write what differs, some copies at a time since each may have its photographs, and the cursor with the last."""
    there, written = portal.acting_as_flow("portal", context.at), 0
    different = _different(portal.store, looked.made)
    for start in range(0, len(different), _TOGETHER):
        some = [_ready(context.app, portal.store, *one) for one in different[start : start + _TOGETHER]]
        is_last = start + _TOGETHER >= len(different)
        kept = _write(there, context.store, looked, some, is_last=is_last)
        if kept is None:
            return written
        written += kept
    return written if different else _write(there, context.store, looked, [], is_last=True) or 0


def _different(portal: Store, made: Sequence[Made]) -> list[tuple[Made, str]]:
    """Return what the portal does not have yet, each with the fingerprint of what it has."""
    with portal.read() as session:
        known = _prints(session, [one.id for one in made])
    found = ((one, known.get(one.id, _NOTHING)) for one in {one.id: one for one in made}.values())
    return [
        (one, before)
        for one, before in found
        if before != f"{_print(portal, one)}.{_bundle(one)}" and (before or not one.is_gone)
    ]


def _prints(session: Session, ids: Sequence[str]) -> dict[str, str]:
    wanted = select(PortalCopyRow.id, PortalCopyRow.fingerprint)
    return dict(session.exec(wanted.where(col(PortalCopyRow.id).in_(ids))).all())


def _print(portal: Store, made: Made) -> str:
    """Return a keyed hash of what a page shows: of what is said of persons nobody can test a guess."""
    standing = [
        made.state,
        made.is_over,
        made.is_unlisted,
        made.queued_at,
        made.due_at,
        made.answered_at,
        packed_copy(made.copy),
    ]
    return keyed_hash(standing, purpose="content", keys=portal.keys)


def _ready(app: AppContext, portal: Store, made: Made, before: str) -> _Ready:
    """Return a copy as it is written: with files only where they are others than the portal has.

    Of a bundle that cannot be opened the page is shown without files; they are tried again when the case changes, and
    every day.
    """
    bundle = _bundle(made)
    if before.rpartition(".")[2] == bundle:
        return _Ready(made, before, f"{_print(portal, made)}.{bundle}")
    try:
        files = packed_files(files_of(app, made.shown)) if made.shown else None
    except InspectionError:
        return _Ready(made, before, f"{_print(portal, made)}.{_NOTHING}", None, has_new_files=True)
    return _Ready(made, before, f"{_print(portal, made)}.{bundle}", files, has_new_files=True)


def _bundle(made: Made) -> str:
    return "-".join(row.bundle_key[:_SHOWN] for row in made.shown)


def _write(there: Context, office: Store, looked: _Looked, ready: Sequence[_Ready], *, is_last: bool) -> int | None:
    """Write some copies, and with the last of them the cursor; None where somebody else published meanwhile.

    The cursor moves with the last only, so that each copy is compared too: an older look writes over no newer one.
    """
    with audited_transaction(there, "portal") as tx:
        tx.require("portal.publish")
        stand = _prints(tx.session, [one.made.id for one in ready])
        if cursors_of(tx.session) != looked.known or any(stand.get(r.made.id, _NOTHING) != r.before for r in ready):
            tx.mark_unchanged()
            return None
        known = _references(office, [one.made.reference for one in ready])
        for one in ready:
            if one.made.kind == "list" or one.made.reference in known:
                _keep(tx, one)
        if is_last:
            push_people(tx, office, looked.people or ())
            for stream, n in looked.reached.items():
                tx.session.merge(PortalCursorRow(stream=stream, n=n))
        tx.record("portal.publish", "portal", stream="portal", facts={"copies": len(ready)})
    return len(ready)


def _references(office: Store, of: Sequence[str]) -> set[str]:
    """Return which of some references the office still has: what was erased since the look must not be written again.

    Asked inside the portal's transaction, which the erasure needs to delete what was written just before.
    """
    with office.read() as session:
        known = (select(col(table.reference)).where(col(table.reference).in_(of)) for table in (ReferralRow, NoticeRow))
        return {reference for one in known for reference in session.exec(one)}


def _keep(tx: AuditedTransaction, ready: _Ready) -> None:
    made, store, case = ready.made, tx.store, case_named(ready.made.id)
    if made.is_forgotten and forget_copy(tx.session, made.id):
        return
    values: dict[str, Any] = {
        "state": made.state,
        "queued_at": made.queued_at,
        "due_at": made.due_at,
        "answered_at": made.answered_at,
        "changed_at": tx.at,
        "is_over": made.is_over,
        "is_unlisted": made.is_unlisted,
        "fingerprint": TO_FORGET if made.is_forgotten else ready.fingerprint,
        "body": store.seal(BODY, made.id, packed_copy(made.copy), case=case),
    }
    if ready.has_new_files:
        values["files"] = store.seal_bytes(FILES, made.id, ready.files, case=case) if ready.files is not None else None
    mine = select(PortalCopyRow).where(col(PortalCopyRow.id) == made.id).options(WITHOUT_FILES)
    row = tx.session.exec(mine).first()
    if row is None:
        row = PortalCopyRow(id=made.id, office=made.office, kind=made.kind, reference=made.reference, **values)
    for name, value in values.items():
        setattr(row, name, value)
    tx.add(row)


def _ordinal(at: datetime) -> int:
    return day_in_brussels(at).toordinal()
