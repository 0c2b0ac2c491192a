"""What is left of erased records outside the database: files, copies in the portal, the key, and at last the journal.

Apart from the transaction that deleted the rows, and each step in one of its own: nobody who writes meanwhile, such as
a device that sends a photo again or a rotation that seals it anew, gets in between a look and what follows. What is
left stands in rows of its own, so that whoever is killed in between is followed by somebody who finishes.
"""

import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from inspection.acts import portal, records, texts
from inspection.acts.retention.carrying import carry_tombstones
from inspection.acts.retention.erasable import ERASABLE
from inspection.errors import KeyringFault
from inspection.failpoints import failpoint
from inspection.keyring import case_named
from inspection.life_cycles import ErasureOutcome
from inspection.store.core import new_id
from inspection.store.people import TextKeyRow
from inspection.store.portal import PortalCopyRow
from inspection.store.records import (
    ERASURE_STEPS,
    ErasureConfirmationRow,
    ErasureItemRow,
    ErasureOutcomeRow,
    ErasureStepRow,
)
from inspection.trust import AppContext

_JOURNAL = "journal"
_ORDER = {what: n for n, what in enumerate(ERASURE_STEPS) if what != _JOURNAL}


def note_left(session: Session, item: ErasureItemRow) -> None:
    """Write down what of a record lies outside the database, before its rows are deleted."""
    left = ERASABLE[item.class_key].left
    steps = [*(left(session, item.subject) if left else ()), (_JOURNAL, "")]
    session.add_all(ErasureStepRow(id=new_id(), item_id=item.id, what=what, name=name) for what, name in steps)
    session.flush()


def finish(app: AppContext, at: datetime) -> int:
    """Remove what is left of everything that was erased, and empty the journal; returns how much was removed.

    While somebody reads, such as a backup, the journal keeps what was deleted: that step stays open for the next time.
    """
    with app.store.read() as session:
        left = list(session.exec(select(ErasureStepRow).where(col(ErasureStepRow.done_at).is_(None))))
        files, keys = _files(session, app), _keys_that_came_back(session, app)
        copies = _copies_that_came_back(session, app)
    removed = sum(app.store.keyring.destroy(case, at) for case in keys)
    removed += sum(_portal(app, reference) for reference in copies)
    for item, file in files:
        with app.store.write() as session:
            removed += 0 if _came_again(session, item) else _remove(file)
    outside = [step for step in left if step.what != _JOURNAL]
    for step in sorted(outside, key=lambda one: (_ORDER[one.what], one.id)):
        removed += _portal(app, step.name) if step.what == "portal" else 0  # in a transaction of its own database
        with suppress(KeyringFault), app.store.write() as session:  # one bad file: the step stays, the others go on
            removed += _DOES[step.what](app, session, step.name, at) if step.what in _DOES else 0
            failpoint("erasure.step")
            session.get_one(ErasureStepRow, step.id).done_at = at
    _forget_keys_of_copies(app, at)
    carry_tombstones(app.settings, app.store.keys, at)
    _empty_journals(app, {step.id for step in left if step.what == _JOURNAL}, at)
    return removed


def _empty_journals(app: AppContext, steps: Collection[str], at: datetime) -> None:
    """Leave nothing behind in either database, and only then say so of the erasures that wait for it."""
    there = portal.portal_app(app)
    with app.store.read() as session:
        since = _deleted_last(session, steps)
    emptied = [one.store.forget(since) for one in (app, there) if one is not None]
    if steps and all(emptied):
        waiting = select(ErasureStepRow).where(col(ErasureStepRow.what) == _JOURNAL)
        with app.store.write() as session:
            for step in session.exec(waiting.where(col(ErasureStepRow.done_at).is_(None))):
                if step.id in steps:  # what was erased meanwhile waits for the next time
                    step.done_at = at


def _deleted_last(session: Session, steps: Collection[str]) -> datetime | None:
    """Return when the last of what some steps wait for was deleted."""
    wanted = (
        select(func.max(ErasureConfirmationRow.confirmed_at))
        .join(ErasureItemRow, col(ErasureItemRow.erasure_id) == col(ErasureConfirmationRow.erasure_id))
        .join(ErasureStepRow, col(ErasureStepRow.item_id) == col(ErasureItemRow.id))
    )
    return session.exec(wanted.where(col(ErasureStepRow.id).in_(steps))).one()


def _files(session: Session, app: AppContext) -> list[tuple[ErasureItemRow, Path]]:
    """Return the files of destroyed records of other classes that lie here still, or anew."""
    wanted = (
        select(ErasureItemRow)
        .join(ErasureOutcomeRow, col(ErasureOutcomeRow.id) == col(ErasureItemRow.id))
        .where(col(ErasureOutcomeRow.outcome) == ErasureOutcome.ERASED)
    )
    found = []
    for item in session.exec(wanted).all():
        file_of = ERASABLE[item.class_key].file
        if file_of is not None and (file := file_of(app, item.subject)).exists():
            found.append((item, file))
    return found


def _came_again(session: Session, item: ErasureItemRow) -> bool:
    """Tell whether a device sent an attachment again after its erasure: its file is a new one."""
    return any(
        session.exec(select(table).where(getattr(table, column) == item.subject)).first() is not None
        for table, column in ERASABLE[item.class_key].rows
        if column == "control_id"
    )


def _remove(path: Path) -> int:
    if not path.exists():
        return 0
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return 1


def _keys_that_came_back(session: Session, app: AppContext) -> list[str]:
    """Return the erased cases whose key lies here again: a copy of the keyring was brought back."""
    return sorted(set(app.store.keyring.cases()) & _done(session, "key"))


def _copies_that_came_back(session: Session, app: AppContext) -> list[str]:
    """Return the erased references of which the portal has a copy again: a backup of it was restored."""
    there = portal.portal_app(app)
    if there is None:
        return []
    with there.store.read() as copies:
        return sorted(set(copies.exec(select(PortalCopyRow.reference))) & _done(session, "portal"))


def _done(session: Session, what: str) -> set[str]:
    is_done = col(ErasureStepRow.done_at).is_not(None)
    return set(session.exec(select(ErasureStepRow.name).where(col(ErasureStepRow.what) == what, is_done)))


def _attachments(app: AppContext, session: Session, case: str, at: datetime) -> int:  # noqa: ARG001  as every step
    return _remove(app.settings.attachments / case)


def _outbox(app: AppContext, session: Session, reference: str, at: datetime) -> int:  # noqa: ARG001  as every step
    """Remove what lies in any office's folder under a reference, half written ones too."""
    found = (path for name in (f"{reference}-*", f".{reference}-*") for path in app.settings.outbox.glob(f"*/{name}"))
    return sum(map(_remove, list(found)))


def _portal(app: AppContext, reference: str) -> int:
    there = portal.portal_app(app)
    return portal.copies.forget_reference(there, reference) if there is not None else 0


def _forget_keys_of_copies(app: AppContext, at: datetime) -> None:
    """Destroy the keys of copies that the portal has no more, also of those that it forgot by itself.

    Inside a transaction of the portal: whoever publishes makes a key and its copy in one, and waits for this. What
    somebody typed about such a copy goes with it.
    """
    there = portal.portal_app(app)
    if there is None:
        return
    with there.store.write() as session:
        kept = {case_named(id_) for id_ in session.exec(select(PortalCopyRow.id))}
        texts.forget_on_portal(there, session, at, kept)
        typed = set(session.exec(select(TextKeyRow.id)))
        for case in set(there.store.keyring.cases()) - kept - typed:
            there.store.keyring.destroy(case, at, may_return=True)
    texts.destroy_spent_keys(there, at)


def _key(app: AppContext, session: Session, case: str, at: datetime) -> int:  # noqa: ARG001  as every step
    return int(app.store.keyring.destroy(case, at))


def _unfinished(app: AppContext, session: Session, case: str, at: datetime) -> int:
    return int(records.forget_unfinished(session, app, case, at))


_DOES: Mapping[str, Callable[[AppContext, Session, str, datetime], int]] = {
    "files": _attachments,
    "outbox": _outbox,
    "unfinished": _unfinished,
    "key": _key,
}
