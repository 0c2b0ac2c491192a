"""Notices beside a referral: queued inside the act that calls for them, stopped, and opened to be handed over."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import access, outbox
from inspection.errors import ReferralFault
from inspection.life_cycles import NoticeState, NoticeTry
from inspection.referral.bundle import Notice, NoticeKind
from inspection.sealing import canonical_json, short_code
from inspection.store.controls import ControlRow
from inspection.store.core import Store, new_id
from inspection.store.people import UserRow
from inspection.store.protection import NoticeRow, NoticeTryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context
from sectors.rules.recipients import Recipient

OPEN = ("queued", "sent")
_LETTERS = 6


def queue_notice(
    tx: AuditedTransaction,
    row: ControlRow,
    kind: NoticeKind,
    office: str,
    values: Mapping[str, Any],
    *,
    persons: Sequence[str] = (),
    offences: Sequence[str] = (),
    basis: str = "",
    consent: str | None = None,
    permission: str | None = None,
    due_at: datetime | None = None,
) -> NoticeRow:
    """Queue a notice inside an act; what it says is frozen and sealed here.

    The trail names neither the office nor what was said: ids, the kind and how many persons it is about.
    """
    id, store = new_id(), tx.store  # noqa: A001
    notice = NoticeRow(
        id=id,
        kind=kind,
        reference=f"N-{short_code(f'notice|{id}', _LETTERS)}",
        service=row.service,
        district=row.district,
        control_id=row.id,
        persons=list(persons),
        consent_id=consent,
        offences=list(offences),
        basis=basis,
        permission=store.seal("notice.permission", id, permission, case=row.id) if permission else None,
        office=store.seal("notice.office", id, office, case=row.id),
        body=store.seal("notice.body", id, canonical_json(values), case=row.id),
        state=NoticeState.QUEUED,
        queued_at=tx.at,
        queued_by=tx.by,
        due_at=due_at,
        next_at=tx.at,
    )
    tx.add(notice)
    facts = {"kind": kind, "control": row.id, "persons": len(persons), "offences": list(offences)}
    tx.record("notice.queue", id, stream="notice", basis=basis or "spc_communication", facts=facts)
    return notice


def stop_notice(tx: AuditedTransaction, notice: NoticeRow) -> None:
    """Stop a notice that nobody answered: what it would have said is gone, and nobody sends it or rings with it."""
    notice.state, notice.answered_at = NoticeState.STOPPED, tx.at
    forget(notice)
    add_try(tx, notice, "none", NoticeTry.STOPPED)


def forget(notice: NoticeRow) -> None:
    """Leave of a notice only that it was: neither what it said nor to whom."""
    notice.body, notice.office = None, None
    outbox.release_lease(notice)


def add_try(
    tx: AuditedTransaction,
    notice: NoticeRow,
    way: str,
    outcome: NoticeTry,
    *,
    n: int | None = None,
    office: str | None = None,
    fault: str | None = None,
) -> None:
    """Keep one try of a notice, and record it.

    Arguments: `n` of one that was counted when it began; `office` only where it is needed to go on.
    """
    id = new_id()  # noqa: A001
    if n is None:
        n = notice.attempts = notice.attempts + 1
    tx.session.add(
        NoticeTryRow(
            id=id,
            notice_id=notice.id,
            n=n,
            way=way,
            outcome=outcome,
            office=tx.store.seal("notice_try.office", id, office, case=notice.control_id) if office else None,
            at=tx.at,
            by=tx.by,
            fault=fault,
        )
    )
    facts = {"kind": notice.kind, "n": n, "way": way, "outcome": outcome, "fault": fault}
    tx.record(f"notice.{outcome}", notice.id, stream="notice", facts=facts)


def notice_of(store: Store, row: NoticeRow) -> Notice:
    """Return a notice as it was frozen."""
    body = store.unseal("notice.body", row.id, row.body) if row.body else "{}"
    return Notice(kind=_kind(row), reference=row.reference, values=json.loads(body))


def office_of(app: AppContext, row: NoticeRow, at: datetime) -> Recipient | None:
    """Return the office that a notice goes to now; None where it goes nowhere any more, or the office is gone."""
    return app.catalogue(day_in_brussels(at)).recipients.get(recipient_of_notice(app.store, row))


def recipient_of_notice(store: Store, row: NoticeRow) -> str:
    """Return the id of the office that a notice goes to; "" where it goes nowhere any more."""
    return store.unseal("notice.office", row.id, row.office) if row.office else ""


def find_notice(context: Context, session: Session, reference: str) -> NoticeRow:
    """Return the notice of a reference, for somebody who may see its control.

    Errors: `ReferralFault` 783, the same for one that does not exist.
    """
    row = session.exec(select(NoticeRow).where(col(NoticeRow.reference) == reference.strip().upper())).first()
    if row is None or not access.may_see_control(context, session, row.control_id):
        raise ReferralFault("REFER-783")
    return row


def find_control(context: Context, session: Session, control_id: str) -> ControlRow:
    """Return a control that somebody may see; errors: `ReferralFault` 780, the same for one that does not exist."""
    row = session.get(ControlRow, control_id)
    if row is None or not access.may_see_control(context, session, control_id):
        raise ReferralFault("REFER-780")
    return row


def own_district(row: ControlRow | NoticeRow, by: str) -> str | None:
    """Return the district in which somebody must be at home; none for whose control or notice it is."""
    made_by = row.saved_by if isinstance(row, ControlRow) else row.queued_by
    return None if made_by == by else row.district


def callback(tx: AuditedTransaction, row: ControlRow) -> str:
    """Return the number on which the inspector of a control answers, or whoever acts; empty where nobody gave one."""
    for user_id in (row.saved_by, tx.by):
        user = tx.session.get(UserRow, user_id)
        if user is not None and user.telephone is not None:
            return tx.store.unseal("app_user.telephone", user.id, user.telephone)
    return ""


def _kind(row: NoticeRow) -> NoticeKind:
    kinds: dict[str, NoticeKind] = {"centre": "centre", "guardian": "guardian", "exchange": "exchange"}
    return kinds[row.kind]
