"""What a first report leaves open is asked of the inspector: a task that the yes raises and that a supplement fills."""

from datetime import timedelta
from typing import Final

from inspection.acts import duties
from inspection.life_cycles import DutyKind, DutyOutcome, DutyState, ExhibitState
from inspection.referral.model import FirstReport
from inspection.referral.report import lacks_of
from inspection.store.controls import ControlRow
from inspection.store.referrals import DutyRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors import Catalogue

_WHOLE: Final = "place_of_facts"  # the share of whoever works the case: what nobody else may read is lacking to nobody
_EVIDENCE: Final = "evidence"


def owe_call_back(
    tx: AuditedTransaction, row: ControlRow, referral: ReferralRow, report: FirstReport, catalogue: Catalogue
) -> None:
    """Let somebody owe a call to the inspector where a first report leaves something open, inside the act of the yes.

    Nothing of it holds the report back: it has left by then.
    """
    lacks = _lacks(report, catalogue)
    if lacks:
        minutes = tx.app.catalogue(day_in_brussels(tx.at)).deadlines.call_back_minutes
        span = duties.Span(starts_at=tx.at, due_at=tx.at + timedelta(minutes=minutes))
        duties.open_duty(tx, DutyKind.CALL_BACK, row, referral.id, span, lacks=lacks)


def update_call_back(
    tx: AuditedTransaction, row: ControlRow, referral: ReferralRow, report: FirstReport, catalogue: Catalogue
) -> None:
    """Note what is still open, and end the task once a supplement has filled everything."""
    for duty in duties.duties_of(tx.session, row.id, DutyKind.CALL_BACK, referral.id):
        if duty.state == DutyState.OPEN:
            _updated(tx, duty, _lacks(report, catalogue))


def _updated(tx: AuditedTransaction, duty: DutyRow, lacks: list[str]) -> None:
    if not lacks:
        duties.close_duty(tx, duty, DutyOutcome.FILLED)
    elif lacks != duty.lacks:
        duty.lacks = lacks
        tx.session.add(duty)


def _lacks(report: FirstReport, catalogue: Catalogue) -> list[str]:
    """Return what a report leaves open, by code and with references of persons; photographs that never came too."""
    found = [
        ":".join((one.what, ",".join(one.persons))) if one.persons else one.what
        for one in lacks_of(report, catalogue.shares[_WHOLE])
    ]
    is_without = report.evidence_missing or any(one.state == ExhibitState.AWAITED for one in report.exhibits)
    return [*found, *([_EVIDENCE] if is_without else [])]
