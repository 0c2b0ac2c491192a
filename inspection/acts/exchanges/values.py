"""What another service is told of findings: no person, no statement, no indicator, nothing of a complaint."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from inspection.acts import protection
from inspection.acts.controls import ToPassOn
from inspection.i18n import LANGUAGES
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors import Catalogue


def exchange_values(
    tx: AuditedTransaction, row: ControlRow, found: ToPassOn, basis: str, due_at: datetime
) -> dict[str, Any]:
    """Return what the other service is told: the workplace, the offences and how many workers each concerns."""
    known, store = tx.session.get(WorkplaceRow, row.workplace), tx.store
    law = tx.app.catalogue(row.facts_on)
    mine = select(FindingRow).where(col(FindingRow.control_id) == row.id).order_by(col(FindingRow.n))
    rows = [finding for finding in tx.session.exec(mine) if finding.offence in found.offences]
    return {
        "report_language": row.report_language,
        "from_service": row.service,
        "basis": {lang: law.cite(basis, lang) for lang in LANGUAGES},
        "facts_on": row.facts_on.isoformat(),
        "workplace": row.workplace,
        "enterprise": known.enterprise or "" if known else "",
        "workplace_name": store.unseal("workplace.name", known.id, known.name) if known and known.name else "",
        "address": store.unseal("workplace.address", known.id, known.address) if known and known.address else "",
        "findings": _findings(rows, law),
        "answer_by": day_in_brussels(due_at).isoformat(),
        "callback": protection.callback(tx, row),
    }


def _findings(rows: Sequence[FindingRow], law: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "offence": {lang: law.offence(row.offence).label.say(lang) for lang in LANGUAGES},
            "article": {lang: law.cite(row.article, lang) for lang in LANGUAGES},
            "workers": row.workers,
        }
        for row in rows
    ]
