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

from inspection.acts.portal.copies import Beside, Look, Made, case_copies, files_of, list_copy, notice_copies
from inspection.acts.portal.following import Cursors, Touched, cursors_of, ends_of, touched_since
from inspection.acts.portal.packing import BODY, FILES, packed_copy, packed_files
from inspection.acts.portal.people import people_of_offices, push_people
from inspection.sealing import keyed_hash
from inspection.store.core import Store
from inspection.store.people import UserRow
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, PortalCursorRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import PublishedListRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_in_service

_NOTHING = ""  # what is known of a copy that the portal does not have


@dataclass(frozen=True)
class _Looked:
    """What one look at the office found: copies, people, and the cursors that stand for it."""

    made: Sequence[Made]
    people: Sequence[UserRow] | None
    known: Cursors
    reached: Cursors


@dataclass(frozen=True)
class _Ready:
    """A copy that differs from what the portal has, as text, with its files where they changed too."""

    made: Made
    fingerprint: str
    body: str = field(repr=False)
    files: bytes | None = field(default=None, repr=False)
    has_new_files: bool = False


def is_behind(context: Context, portal: AppContext) -> bool:
    """Tell whether something happened in the office since the portal was published to: a cheap look at both ends."""
    require_in_service(context, "portal.publish")
    with portal.store.read() as session:
        known = cursors_of(session)
    with context.store.read() as session:
        return ends_of(session, _ordinal(context.at)) != known


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
        ready = list(_differing(context.app, portal.store, looked.made))
        written += _write(portal.acting_as_flow("portal", context.at), context.store, looked, ready)
        context = context.refreshed()


def _look(context: Context, portal: AppContext) -> _Looked | None:
    """Return what changed, None where nothing did."""
    with portal.store.read() as session:
        known = cursors_of(session)
    with context.store.read() as session:
        ends = ends_of(session, _ordinal(context.at))
        if ends == known:
            return None
        touched, reached = touched_since(session, known, ends)
        made = list(_made(Look(context.app, session, context.at), touched))
        people = people_of_offices(session) if touched.people else None
    return _Looked(made, people, known, reached)


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
    yield from changed
    yield from _rows(look.session, ReferralRow, beside - {referral.id for referral in changed})


def _rows(session: Session, table: Any, ids: Iterable[str]) -> list[Any]:
    wanted = sorted(ids)
    return list(session.exec(select(table).where(col(table.id).in_(wanted)).order_by(col(table.id)))) if wanted else []


def _differing(app: AppContext, portal: Store, made: Sequence[Made]) -> Iterator[_Ready]:
    """Yield what the portal does not have yet, with files only where the bundle is another one."""
    with portal.read() as session:
        wanted = select(PortalCopyRow).where(col(PortalCopyRow.id).in_([one.id for one in made]))
        known = {row.id: row.fingerprint for row in session.exec(wanted.options(WITHOUT_FILES))}
    for one in made:
        before = known.get(one.id, _NOTHING)
        ready = _ready(app, portal, one, before)
        if ready.fingerprint != before and (before or not one.is_gone):
            yield ready


def _ready(app: AppContext, portal: Store, made: Made, before: str) -> _Ready:
    body, bundle = packed_copy(made.copy), _bundle(made)
    standing = [made.state, made.is_over, made.queued_at, made.due_at, made.answered_at, body]
    fingerprint = f"{keyed_hash(standing, purpose='content', keys=portal.keys)}.{bundle}"
    has_new_files = before.rpartition(".")[2] != bundle
    files = _files(app, made) if has_new_files else None
    return _Ready(made, fingerprint, body, files, has_new_files)


def _bundle(made: Made) -> str:
    return "-".join(row.bundle_key[:16] for row in made.shown)


def _files(app: AppContext, made: Made) -> bytes | None:
    return packed_files(files_of(app, made.shown)) if made.shown else None


def _write(there: Context, office: Store, looked: _Looked, ready: Sequence[_Ready]) -> int:
    with audited_transaction(there, "portal") as tx:
        tx.require("portal.publish")
        if cursors_of(tx.session) != looked.known:  # somebody else published meanwhile
            tx.mark_unchanged()
            return 0
        for one in ready:
            _keep(tx, one)
        if looked.people is not None:
            push_people(tx, office, list(looked.people))
        for stream, n in looked.reached.items():
            tx.session.merge(PortalCursorRow(stream=stream, n=n))
        tx.record("portal.publish", "portal", stream="portal", facts={"copies": len(ready)})
    return len(ready)


def _keep(tx: AuditedTransaction, ready: _Ready) -> None:
    made, store = ready.made, tx.store
    row = tx.session.exec(
        select(PortalCopyRow).where(col(PortalCopyRow.id) == made.id).options(WITHOUT_FILES)
    ).first() or PortalCopyRow(id=made.id, office=made.office, kind=made.kind, reference=made.reference)
    row.state, row.queued_at, row.due_at, row.answered_at = made.state, made.queued_at, made.due_at, made.answered_at
    row.changed_at, row.is_over, row.fingerprint = tx.at, made.is_over, ready.fingerprint
    row.body = store.seal(BODY, made.id, ready.body)
    if ready.has_new_files:
        row.files = store.seal_bytes(FILES, made.id, ready.files) if ready.files is not None else None
    tx.add(row)


def _ordinal(at: datetime) -> int:
    return day_in_brussels(at).toordinal()
