"""What a first report leaves open is asked of the inspector: a task that the yes raises and that a supplement fills."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from inspection.acts import follow_ups
from inspection.life_cycles import ExhibitState, FollowUpKind, FollowUpOutcome, FollowUpState
from inspection.referral.model import FirstReport
from inspection.referral.report import lacks_of
from inspection.store.controls import ControlRow
from inspection.store.referrals import FollowUpRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction

if TYPE_CHECKING:
    from sectors import Catalogue

_WHOLE: Final = "place_of_facts"  # the share of whoever works the case: what nobody else may read is lacking to nobody
_EVIDENCE: Final = "evidence"


def owe_call_back(
    tx: AuditedTransaction, row: ControlRow, referral: ReferralRow, report: FirstReport, catalogue: "Catalogue"
) -> None:
    """Let somebody owe a call to the inspector where a first report leaves something open, inside the act of the yes.

    Nothing of it holds the report back: it has left by then.
    """
    lacks = _lacks(report, catalogue)
    if lacks:
        minutes = tx.app.catalogue(day_in_brussels(tx.at)).deadlines.call_back_minutes
        span = follow_ups.Span(starts_at=tx.at, due_at=tx.at + timedelta(minutes=minutes))
        follow_ups.open_follow_up(tx, FollowUpKind.CALL_BACK, row, referral.id, span, lacks=lacks)


def update_call_back(
    tx: AuditedTransaction, row: ControlRow, referral: ReferralRow, report: FirstReport, catalogue: "Catalogue"
) -> None:
    """Note what is still open, and end the task once a supplement has filled everything."""
    for owed in follow_ups.follow_ups_of(tx.session, row.id, FollowUpKind.CALL_BACK, referral.id):
        if owed.state == FollowUpState.OPEN:
            _updated(tx, owed, _lacks(report, catalogue))


def _updated(tx: AuditedTransaction, owed: FollowUpRow, lacks: list[str]) -> None:
    if not lacks:
        follow_ups.close_follow_up(tx, owed, FollowUpOutcome.FILLED)
    elif lacks != owed.lacks:
        owed.lacks = lacks
        tx.session.add(owed)


def _lacks(report: FirstReport, catalogue: "Catalogue") -> list[str]:
    """Return what a report leaves open, by code and with references of persons; photographs that never came too."""
    found = [
        ":".join((one.what, ",".join(one.persons))) if one.persons else one.what
        for one in lacks_of(report, catalogue.shares[_WHOLE])
    ]
    is_without = report.evidence_missing or any(one.state == ExhibitState.AWAITED for one in report.exhibits)
    return [*found, *([_EVIDENCE] if is_without else [])]
