"""Whether something happened to any referral: asked every second by boards that are open, so it must cost little."""

from sqlalchemy import func
from sqlmodel import col, select

from inspection.store.records import AuditEntryRow
from inspection.trust import Context, require_permission

_STREAMS = ("referral", "alert")


def news(context: Context) -> str:
    """Return a mark that changes with every act on a referral or an alert; it tells nothing else.

    A page that has the same mark is up to date but for its clocks. It is no look: nothing of a case is read.
    Errors: `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "delivery.list")
        ends = [
            session.exec(select(func.max(col(AuditEntryRow.n))).where(col(AuditEntryRow.stream) == stream)).one()
            for stream in _STREAMS
        ]
    return "-".join(str(end or 0) for end in ends)
