"""Contact requests of persons who agreed, for a reception centre; findings that were passed on, for another service."""

from collections.abc import Iterator, Sequence
from typing import Any

from inspection.acts import protection
from inspection.acts.portal.copies.case_ids import copy_id
from inspection.acts.portal.copies.looking import Look, Made
from inspection.acts.portal.values import ContactCopy, Copy, CopyKind, FindingCopy
from inspection.life_cycles import NoticeState
from inspection.store.protection import NoticeRow

_KINDS: dict[str, CopyKind] = {"centre": "contact", "exchange": "finding"}
_OF_KIND = {"centre": "reception_centre", "exchange": "regional_inspectorate"}


def notice_copies(look: Look, row: NoticeRow) -> Iterator[Made]:
    """Yield what the office of a notice is shown now, and that every other one is shown nothing more of it.

    Nothing tells who went where: once a centre was reached or the person withdrew, the office keeps neither what a
    notice said nor to whom. Of a request that a centre took, the portal forgets that it was; of one that was withdrawn
    an empty one stays, so that whoever was about to ring learns of it.
    """
    if row.kind not in _KINDS:
        return
    now = protection.recipient_of_notice(look.store, row) if row.body is not None else ""
    for office in _offices(look, row, now):
        yield _made(look, row, office, is_here=office == now)


def _offices(look: Look, row: NoticeRow, now: str) -> Sequence[str]:
    """Return who has a copy, or may have one from before: each office of the kind that it is for."""
    known = look.catalogue.recipients.values()
    return sorted({one.id for one in known if one.kind == _OF_KIND[row.kind]} | ({now} if now else set()))


def _made(look: Look, row: NoticeRow, office: str, *, is_here: bool) -> Made:
    kind = _KINDS[row.kind]
    return Made(
        id=copy_id(look.store, kind, row.id, office),
        kind=kind,
        reference=row.reference,
        office=office,
        state=row.state if is_here else NoticeState.STOPPED,
        queued_at=row.queued_at,
        due_at=row.due_at if is_here else None,
        answered_at=row.answered_at if is_here else None,
        is_over=not is_here or row.answered_at is not None,
        is_gone=not is_here,
        is_forgotten=not is_here and row.kind == "centre" and row.state == NoticeState.TAKEN,
        copy=_copy(look, row, office) if is_here else _emptied(row, office),
    )


def _emptied(row: NoticeRow, office: str) -> Copy:
    standing = {"reference": row.reference, "office": office, "state": NoticeState.STOPPED, "queued_at": row.queued_at}
    made: dict[str, Any] = {**standing, "due_at": None}
    return FindingCopy(**made) if row.kind == "exchange" else ContactCopy(**made, persons=0)


def _copy(look: Look, row: NoticeRow, office: str) -> Copy:
    values = protection.notice_of(look.store, row).values
    standing: dict[str, Any] = {
        "reference": row.reference,
        "office": office,
        "state": row.state,
        "queued_at": row.queued_at,
        "due_at": row.due_at,
        "answered_at": row.answered_at,
    }
    if row.kind == "exchange":
        return FindingCopy(**standing, values=values)
    return ContactCopy(
        **standing,
        persons=len(row.persons),
        ages=("minor" if values.get("minor") else "adult",),
        languages=tuple(filter(None, [str(values.get("language") or "")])),
        urgency="minor" if values.get("minor") else "",
        callback=str(values.get("callback") or ""),
    )
