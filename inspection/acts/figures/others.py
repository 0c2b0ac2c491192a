"""Figures of others: taken over from a file with their source, and read by whoever may read our own."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from inspection.reporting.figures import ImportedFigure, OtherLine, latest_accounts, read_others
from inspection.store.core import new_id
from inspection.store.policy import ImportedFigureRow
from inspection.trust import Context, audited_transaction


@dataclass(frozen=True)
class TakenOver:
    """What an import did; `lines` is zero for a file that was taken over before."""

    lines: int
    figures: tuple[str, ...]


def import_figures(context: Context, text: str) -> TakenOver:
    """Take over a file of others' figures; the same file again changes nothing, a later account of a period stands.

    Errors: `ReferralFault` 943, 944, 968 or 969 for a file that cannot be read: nothing of it is kept; `AccessRefused`.
    """
    lines, sha256 = read_others(text), hashlib.sha256(text.encode()).hexdigest()
    figures = tuple(sorted({line.figure for line in lines}))
    with audited_transaction(context) as tx:
        tx.require("figures.import", service=context.settings.service)
        if _is_known(tx.session, context.settings.service, sha256):
            tx.mark_unchanged()
            return TakenOver(0, figures)
        tx.session.add_all(_row(context.settings.service, line, sha256, context.by, context.at) for line in lines)
        facts = {"sha256": sha256, "lines": len(lines), "figures": list(figures)}
        tx.record("figures.import", sha256, stream="release", facts=facts)
    return TakenOver(len(lines), figures)


def imported_figures(context: Context, first: date, last: date) -> list[ImportedFigure]:
    """Return the figures of others whose period lies between two days, as the last account of each tells them.

    The look is recorded. Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        reader = tx.require("figures.read", service=context.settings.service)
        facts = {"kind": "imported", "first": first.isoformat(), "last": last.isoformat()}
        tx.record("figures.read", reader.id, stream="reading", facts=facts)
    with context.store.read() as session:
        return others_of(session, context.settings.service, first, last)


def others_of(session: Session, service: str, first: date, last: date) -> list[ImportedFigure]:
    """Return the figures of others whose period lies between two days, inside an act."""
    wanted = select(ImportedFigureRow).where(
        col(ImportedFigureRow.service) == service,
        col(ImportedFigureRow.first_day) >= first,
        col(ImportedFigureRow.last_day) <= last,
    )
    rows = session.exec(wanted.order_by(col(ImportedFigureRow.id)))
    return latest_accounts([_view(row) for row in rows])


def _is_known(session: Session, service: str, sha256: str) -> bool:
    mine = select(ImportedFigureRow.id).where(
        col(ImportedFigureRow.file_sha256) == sha256, col(ImportedFigureRow.service) == service
    )
    return session.exec(mine).first() is not None


def _row(service: str, line: OtherLine, sha256: str, by: str, at: datetime) -> ImportedFigureRow:
    return ImportedFigureRow(
        id=new_id(),
        service=service,
        file_sha256=sha256,
        figure=line.figure,
        source=line.source,
        first_day=line.first,
        last_day=line.last,
        cut=dict(line.cut),
        n=line.n,
        imported_by=by,
        imported_at=at,
    )


def _view(row: ImportedFigureRow) -> ImportedFigure:
    cut = tuple(sorted(row.cut.items()))
    line = OtherLine(row.figure, row.source, row.first_day, row.last_day, cut, row.n)
    return ImportedFigure(line=line, imported_at=row.imported_at, imported_by=row.imported_by)
