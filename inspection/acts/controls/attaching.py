"""Attachments: photos, signatures and documents, each kept once and answered by a receipt that names its hash.

The sealed file is written first and whole, then its row: a receipt is never given for what is not on the disk, and a
process that is killed in between leaves a file that the next sending of the same bytes replaces.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inspection.acts import access, bundles, records
from inspection.errors import AccessRefused, ControlFault
from inspection.failpoints import failpoint
from inspection.store.controls import MEDIA_TYPES, AttachmentRow, ControlRow, attachments_of
from inspection.store.core import new_id
from inspection.store.views import view_of
from inspection.trust import (
    AuditedTransaction,
    Context,
    answers_alike,
    audited_transaction,
    require_in_service,
    require_permission,
)

_CONTROL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class AttachmentReceipt:
    """What arrived: a device may drop its own copy once this hash equals that of the copy.

    is_new
        False when the same bytes had arrived before: then nothing was changed.
    """

    control_id: str
    sha256: str
    bytes: int
    media_type: str
    received_at: datetime
    is_new: bool


def keep_attachment(
    context: Context, control_id: str, data: bytes, media_type: str, *, sha256: str
) -> AttachmentReceipt:
    """Keep a file of a control, sealed; its control may come later, and the same bytes again change nothing.

    Where a referral of the control left already, the last file that it waited for goes after it in a supplement.

    Arguments: `sha256` what the sender counted over the bytes; `media_type` one of JPEG, PNG, WebP and PDF.
    Errors: `ControlFault` 300 to 305 for what is no such file, `AccessRefused` for the control of somebody else.
    """
    check_address(control_id, sha256)
    _check(data, media_type, sha256, context.settings.field.attachment_bytes)
    with context.store.read() as session:
        known = _asked(context, session, control_id, sha256)
        if known is not None and records.opens_file(context.app, control_id, sha256):
            return _receipt(known, is_new=False)
    records.write_file(context.app, control_id, sha256, data)
    failpoint("attachment.filed")
    with audited_transaction(context, name="attachment") as tx:
        known = _asked(context, tx.session, control_id, sha256)
        if not records.opens_file(context.app, control_id, sha256):  # an erasure took it, or its key, meanwhile
            records.write_file(context.app, control_id, sha256, data)
        if known is not None:
            tx.mark_unchanged()
            return _receipt(known, is_new=False)
        row = _row(tx, control_id, sha256, media_type, len(data))
        bundles.complete_with_file(tx, control_id, sha256)
        return _receipt(row, is_new=True)


@answers_alike("attachment.read", "ACCESS-063", "ACCESS-060")
def attachment(context: Context, control_id: str, sha256: str) -> bytes:
    """Return an attachment to whoever may read its control; that it was looked at is recorded first.

    Errors: `ControlFault` 306 for one that never arrived; `StoreFault` where its file is missing or was changed;
    `AccessRefused`.
    """
    check_address(control_id, sha256)
    access.meet(context, "control", control_id)
    with audited_transaction(context) as tx:
        _ask_to_read(context, tx.session, control_id)
        control, facts = tx.session.get(ControlRow, control_id), {"sha256": sha256}
        if control is None:  # before it is there, only who sent it may look at what they sent
            tx.record("attachment.read", control_id, stream="reading", purpose=access.OWN, facts=facts)
        else:
            access.reveal_control(tx, "attachment.read", control, facts=facts)
        if not any(row.sha256 == sha256 for row in attachments_of(tx.session, control_id)):
            raise ControlFault("CONTROL-306")
    return records.open_file(context.app, control_id, sha256)


def arrived_attachments(context: Context, control_id: str) -> frozenset[str]:
    """Return the SHA-256 of what arrived of a control, for a device that has just sent it to learn what is missing.

    Nothing of the control of somebody else, nor of one that is not there.
    """
    require_in_service(context, "attachment.keep")
    with context.store.read() as session:
        row = session.get(ControlRow, control_id)
        mine = row is not None and row.saved_by == context.by
        return frozenset(one.sha256 for one in attachments_of(session, control_id)) if mine else frozenset()


@answers_alike("attachment.read", "ACCESS-063", "ACCESS-060")
def attachments(context: Context, control_id: str) -> tuple[AttachmentReceipt, ...]:
    """Return what arrived for a control, to whoever may read it; the look is recorded."""
    with audited_transaction(context) as tx:
        _ask_to_read(context, tx.session, control_id)
        found = attachments_of(tx.session, control_id)
        tx.record("attachment.list", control_id, stream="reading", facts={"count": len(found)})
        return tuple(_receipt(row, is_new=False) for row in found)


def _asked(context: Context, session: Session, control_id: str, sha256: str) -> AttachmentRow | None:
    """Ask whether somebody may add to a control, and return the attachment if it is known; too many are refused."""
    require_permission(session, context, "attachment.keep", service=context.settings.service)
    found = attachments_of(session, control_id)
    control = session.get(ControlRow, control_id)
    owner = control.saved_by if control is not None else next((row.received_by for row in found), context.by)
    if owner != context.by or (control is not None and not access.may_see_control(context, session, control_id)):
        raise AccessRefused("ACCESS-064")
    known = next((row for row in found if row.sha256 == sha256), None)
    if known is None and len(found) >= context.settings.field.attachments:
        raise ControlFault("CONTROL-305")
    return known


def _ask_to_read(context: Context, session: Session, control_id: str) -> None:
    """Ask by the control's own rules; before it is there, only who sent its attachments may look."""
    require_permission(session, context, "attachment.read", service=context.settings.service)
    if session.get(ControlRow, control_id) is not None:
        access.ask_for(context, session, "control", control_id, None)
    elif context.by not in {row.received_by for row in attachments_of(session, control_id)}:
        raise AccessRefused("ACCESS-063")


def check_address(control_id: str, sha256: str) -> None:
    """Refuse what is no control's id and no SHA-256, before anything is read or written under these names."""
    if not _CONTROL.fullmatch(control_id) or not _HASH.fullmatch(sha256):
        raise ControlFault("CONTROL-303")


def _check(data: bytes, media_type: str, sha256: str, most: int) -> None:
    if len(data) > most:
        raise ControlFault("CONTROL-302", most=most)
    if media_type not in MEDIA_TYPES or not _begins(data, media_type):
        raise ControlFault("CONTROL-301", types=", ".join(MEDIA_TYPES))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ControlFault("CONTROL-300")


def _begins(data: bytes, media_type: str) -> bool:
    """Tell whether bytes begin as their type says: a name alone makes no picture."""
    return {
        "image/jpeg": data[:3] == b"\xff\xd8\xff",
        "image/png": data[:8] == b"\x89PNG\r\n\x1a\n",
        "image/webp": data[:4] == b"RIFF" and data[8:12] == b"WEBP",
        "application/pdf": data[:5] == b"%PDF-",
    }[media_type]


def _row(tx: AuditedTransaction, control_id: str, sha256: str, media_type: str, size: int) -> AttachmentRow:
    row = AttachmentRow(
        id=new_id(),
        control_id=control_id,
        sha256=sha256,
        service=tx.app.settings.service,
        media_type=media_type,
        size_bytes=size,
        received_by=tx.by,
        received_at=tx.at,
    )
    tx.session.add(row)
    facts = {"sha256": sha256, "bytes": size, "type": media_type}
    tx.record("attachment.keep", control_id, stream="control", basis="spc_inspection", facts=facts)
    return row


def _receipt(row: AttachmentRow, *, is_new: bool) -> AttachmentReceipt:
    return view_of(AttachmentReceipt, row, bytes=row.size_bytes, is_new=is_new)
