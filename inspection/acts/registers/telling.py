"""Telling the direction what a delivery brought that nobody would see otherwise: refused files, counts that are odd.

A terminal shows it to whoever stands before it; at night nobody does.
"""

from collections.abc import Iterable
from pathlib import Path

from inspection.acts import alerts
from inspection.acts.registers.takings import ODD, REFUSED
from inspection.registers import delivered
from inspection.registers.delivered import RawState
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.trust import Context, audited_transaction


def tell_of_intake(context: Context, reports: Iterable[IntakeReport], refused: Iterable[tuple[str, Path]]) -> int:
    """Alert the direction of each delivery that was refused, and of each current one with odd counts; once for each.

    The next delivery of the register that is current ends both (`note_taking`); one that the same night took in after
    a refused one leaves nothing to tell of it.

    Arguments: `refused` the registers of which nothing was taken in, and where that lies: what somebody named by hand,
    elsewhere, they see themselves.
    Result: how many alerts are new. Errors: `AccessRefused`.
    """
    found = [(REFUSED, f"{register}:{one.name}") for register, one in refused if _is_to_tell(one)]
    found += [(ODD, f"{one.register}:{one.snapshot.isoformat()}") for one in reports if _is_odd(one)]
    if not found:
        return 0
    with audited_transaction(context) as tx:
        service = context.settings.service
        tx.require("register.take", service=service)
        raised = [
            alerts.raise_alert(tx, kind, f"{service}:{subject}", 1, "", service, role="direction")
            for kind, subject in found
        ]
        if not any(raised):
            tx.mark_unchanged()
    return sum(raised)


def _is_to_tell(refused: Path) -> bool:
    """Tell of a delivery of ours that no later one of its register has made good."""
    if not delivered.is_delivery(refused):
        return False
    later = (one for one in delivered.deliveries(refused.parent) if one.id > refused.name)
    return not any(one.state == RawState.CURRENT for one in later)


def _is_odd(report: IntakeReport) -> bool:
    return bool(report.alarms) and report.state == SnapshotState.CURRENT and not report.unchanged
