"""A legal hold: a record is kept whatever its time, because a case runs; who placed or lifted it is on the record.

Whatever belongs to a case is kept by keeping the case. So a hold that is placed on a referral or a notice stands on the
control, and what nobody knows is refused: whoever relies on a hold that holds nothing loses the record.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.retention.erasable import ERASABLE, Table
from inspection.errors import StoreFault
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.orders import JudicialOrderRow
from inspection.store.queries import case_behind
from inspection.store.records import LegalHoldRow
from inspection.store.weeks import PlanRow
from inspection.trust import AppContext, Context, audited_transaction

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORD = re.compile(r"[a-z][a-z_]{0,39}")
# Tables of all that may be destroyed, and the column of the id by which it is.
_KEPT: tuple[tuple[Table, str], ...] = (
    (ControlRow, "id"),
    (PlanRow, "id"),
    (JudicialOrderRow, "id"),
    *(place for kind in ERASABLE.values() for place in kind.rows if place[1] in ("id", "control_id")),
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A legal hold that stands."""

    id: str
    subject: str
    reason: str
    placed_by: str
    placed_at: datetime


def place_legal_hold(context: Context, subject: str, *, reason: str) -> Held:
    """Keep a record until the hold is lifted; a second time changes nothing.

    Arguments: `subject` its id, of anything of a case for all that belongs to it; `reason` one word such as "appeal".
    Errors: `StoreFault` 080 for what is no id or no word, 087 for an id of nothing that could be destroyed here;
    `AccessRefused`.
    """
    if not _ID.fullmatch(subject) or not _WORD.fullmatch(reason):
        raise StoreFault("STORE-080")
    with audited_transaction(context) as tx:
        tx.require("legal_hold.place", service=context.settings.service)
        held = _record_of(tx.session, context.app, subject)
        if held is None:
            raise StoreFault("STORE-087")
        standing = next((row for row in _standing(tx.session, context.app) if row.subject == held), None)
        if standing is not None:
            tx.mark_unchanged()
            return _seen(standing)
        row = LegalHoldRow(
            id=new_id(),
            service=context.settings.service,
            subject=held,
            reason=reason,
            placed_by=context.by,
            placed_at=context.at,
        )
        tx.session.add(row)
        tx.record("legal_hold.place", held, stream="erasure", facts={"reason": reason})
        return _seen(row)


def lift_legal_hold(context: Context, subject: str) -> None:
    """End the legal hold of a record: what is due is proposed again.

    Arguments: `subject` as for `place_legal_hold`.
    Errors: `StoreFault` 081 where none stands; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("legal_hold.lift", service=context.settings.service)
        named = {subject, case_behind(tx.session, subject)}
        row = next((row for row in _standing(tx.session, context.app) if row.subject in named), None)
        if row is None:
            raise StoreFault("STORE-081")
        row.lifted_by, row.lifted_at = context.by, context.at
        tx.session.add(row)
        tx.record("legal_hold.lift", row.subject, stream="erasure", facts={"reason": row.reason})


def legal_holds(context: Context) -> tuple[Held, ...]:
    """Return the legal holds that stand, the oldest first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("erasure.list", service=context.settings.service)
        tx.record("erasure.list", context.by, stream="reading", facts={"kind": "legal_holds"})
        return tuple(_seen(row) for row in _standing(tx.session, context.app))


def held_subjects(session: Session, app: AppContext) -> frozenset[str]:
    """Return the ids of what may not be destroyed; of a hold on a part of a case also the case."""
    subjects = {row.subject for row in _standing(session, app)}
    return frozenset(subjects | {case for one in subjects if (case := case_behind(session, one)) is not None})


def _record_of(session: Session, app: AppContext, subject: str) -> str | None:
    """Return the record of this service that an id is of, as it is destroyed: of a case its control; None for none."""
    name = case_behind(session, subject) or subject
    wanted = (select(table).where(getattr(table, column) == name).limit(1) for table, column in _KEPT)
    found = (session.exec(one).first() for one in wanted)
    ours = app.settings.service
    return name if any(row is not None and getattr(row, "service", ours) == ours for row in found) else None


def _standing(session: Session, app: AppContext) -> list[LegalHoldRow]:
    mine = select(LegalHoldRow).where(
        col(LegalHoldRow.lifted_at).is_(None), col(LegalHoldRow.service) == app.settings.service
    )
    return list(session.exec(mine.order_by(col(LegalHoldRow.id))))


def _seen(row: LegalHoldRow) -> Held:
    return Held(id=row.id, subject=row.subject, reason=row.reason, placed_by=row.placed_by, placed_at=row.placed_at)
