"""Tables of drafts of reports in whose place another draft came: nobody approves them any more."""

from sqlmodel import Session, col, select

from inspection.store.policy import ReportProposalRow


def replaced_tables(session: Session, service: str) -> set[str]:
    """Return the references of tables that only replaced drafts propose; the last draft of a report keeps its own."""
    mine = select(ReportProposalRow).where(col(ReportProposalRow.service) == service)
    rows = session.exec(mine.order_by(col(ReportProposalRow.id))).all()
    last = {(row.kind, row.key): row.id for row in rows}
    proposed = {row.id: _proposed(row) for row in rows}
    kept = {reference for id_ in last.values() for reference in proposed[id_]}
    return {reference for references in proposed.values() for reference in references} - kept


def _proposed(row: ReportProposalRow) -> set[str]:
    tables = (*row.body["tables"], *row.body.get("rolling", ()))
    return {table["reference"] for table in tables if table["state"] == "proposed"}
