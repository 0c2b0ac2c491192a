"""Copies that the portal shall not have any more: each goes with all that was said of it."""

from sqlmodel import Session, col, select

from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import AppContext

TO_FORGET = "to forget"  # the fingerprint of an emptied copy that goes once the last word of it was told as taken


def forget_copy(session: Session, copy_id: str) -> bool:
    """Delete a copy with what was said of it; False while a word of it was not told as taken yet."""
    words = select(PortalWordRow.id).where(col(PortalWordRow.copy_id) == copy_id)
    if session.exec(words.where(col(PortalWordRow.taken_at).is_(None))).first() is not None:
        return False
    _delete(session, copy_id)
    return True


def forget_reference(portal: AppContext, reference: str) -> int:
    """Delete every copy of a referral or a notice, whatever waits of it; returns how many."""
    with portal.store.write() as session:
        copies = session.exec(select(PortalCopyRow.id).where(col(PortalCopyRow.reference) == reference)).all()
        for id_ in copies:
            _delete(session, id_)
    return len(copies)


def forget_closed(portal: AppContext) -> int:
    """Delete from a restored portal every copy whose key was destroyed since; returns how many.

    A backup of before brings them back, with what stands in clear beside the sealed page, such as a reference. The page
    itself opens for nobody, and no list of its office opens while it is there. What the office has still, it publishes
    again.
    """
    with portal.store.write() as session:
        copies = session.exec(select(PortalCopyRow.id, PortalCopyRow.body)).all()
        closed = [id_ for id_, body in copies if portal.store.was_destroyed(body)]
        for id_ in closed:
            _delete(session, id_)
    return len(closed)


def _delete(session: Session, copy_id: str) -> None:
    for word in session.exec(select(PortalWordRow).where(col(PortalWordRow.copy_id) == copy_id)).all():
        session.delete(word)
    session.flush()
    row = session.get(PortalCopyRow, copy_id)
    if row is not None:
        session.delete(row)
