"""Routes and recruitment patterns in words, for offices that see no case: one person writes, another approves."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.errors import ReferralFault
from inspection.sealing import sha256_of, short_code
from inspection.store.core import new_id
from inspection.store.policy import ReleasedTextRow, TextApprovalRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction, require_apart

_NEVER = re.compile(r"\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}|\b(R-\d{2}-\d{6}|N-[0-9A-Z]{6,}|est:\d|site:)")
_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class TextRelease:
    """A text for one office; `text` is None where the reader may not see it before it is approved."""

    reference: str
    recipient: str
    sha256: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    text: str | None = field(repr=False)


def propose_text(context: Context, recipient: str, text: str) -> TextRelease:
    """Propose a text for an office that the rules name for one; it stays sealed until a second person approves it.

    Errors: `ReferralFault` 810 for an office that gets no text, 811 for none or one that is too long, 812 for one that
    holds what looks like a person's number or the reference of a case or workplace; `AccessRefused`.
    """
    _refuse(context.app, recipient, text, context.at)
    with audited_transaction(context, name="text") as tx:
        tx.require("text.propose", service=context.settings.service)
        id = new_id()  # noqa: A001
        row = ReleasedTextRow(
            id=id,
            reference=f"TXT-{short_code(f'text|{id}', 5)}",
            service=context.settings.service,
            recipient=recipient,
            sha256=sha256_of({"recipient": recipient, "text": text}),
            body=context.store.seal("released_text.body", id, text),
            proposed_by=context.by,
            proposed_at=context.at,
        )
        tx.session.add(row)
        tx.record("text.propose", id, stream="release", facts={"recipient": recipient, "sha256": row.sha256})
        return _view(context.app, row, None, is_shown=True)


def approve_text(context: Context, reference: str, sha256: str) -> TextRelease:
    """Approve a text that has exactly this hash, as a second person; a second time changes nothing.

    Errors: `ReferralFault` 814 when no text has this reference and hash; `AccessRefused`, 041 for who proposed it.
    """
    with audited_transaction(context, name="text") as tx:
        tx.require("text.approve", service=context.settings.service)
        row = _proposed(tx.session, context.app, reference, sha256)
        require_apart(context, "text.approve", "text.propose", row.proposed_by)
        approval = _approval(tx.session, row.id)
        if approval is not None:
            tx.mark_unchanged()
            return _view(context.app, row, approval, is_shown=True)
        approval = TextApprovalRow(
            id=new_id(), text_id=row.id, sha256=row.sha256, approved_by=context.by, approved_at=context.at
        )
        tx.session.add(approval)
        tx.record("text.approve", row.id, stream="release", facts={"sha256": row.sha256})
        return _view(context.app, row, approval, is_shown=True)


def released_texts(context: Context) -> tuple[TextRelease, ...]:
    """Return what was proposed and approved, the oldest first; the look is recorded.

    A text that nobody approved is shown to who wrote it and to who may approve it only.
    """
    with audited_transaction(context) as tx:
        own = tx.require("text.list", service=context.settings.service)
        tx.record("text.list", context.by, stream="reading", facts={"kind": "texts"})
        may_approve = own.role in ("supervisor", "direction")
    wanted = select(ReleasedTextRow).where(col(ReleasedTextRow.service) == context.settings.service)
    with context.store.read() as session:
        rows = [(row, _approval(session, row.id)) for row in session.exec(wanted.order_by(col(ReleasedTextRow.id)))]
    return tuple(
        _view(context.app, row, yes, is_shown=bool(yes) or may_approve or row.proposed_by == context.by)
        for row, yes in rows
    )


def _refuse(app: AppContext, recipient: str, text: str, at: datetime) -> None:
    known = app.catalogue(day_in_brussels(at)).protection.texts
    if recipient not in known:
        raise ReferralFault("REFER-810", recipients=", ".join(known), recipient=recipient)
    if not text.strip() or len(text) > _LONGEST:
        raise ReferralFault("REFER-811", longest=_LONGEST)
    if _NEVER.search(text):
        raise ReferralFault("REFER-812")


def _proposed(session: Session, app: AppContext, reference: str, sha256: str) -> ReleasedTextRow:
    wanted = select(ReleasedTextRow).where(
        col(ReleasedTextRow.reference) == reference,
        col(ReleasedTextRow.sha256) == sha256,
        col(ReleasedTextRow.service) == app.settings.service,
    )
    row = session.exec(wanted).first()
    if row is None:
        raise ReferralFault("REFER-814", reference=reference)
    return row


def _approval(session: Session, text_id: str) -> TextApprovalRow | None:
    return session.exec(select(TextApprovalRow).where(col(TextApprovalRow.text_id) == text_id)).first()


def _view(app: AppContext, row: ReleasedTextRow, approval: TextApprovalRow | None, *, is_shown: bool) -> TextRelease:
    return view_of(
        TextRelease,
        row,
        approved_by=approval.approved_by if approval else None,
        approved_at=approval.approved_at if approval else None,
        text=app.store.unseal("released_text.body", row.id, row.body) if is_shown else None,
    )
