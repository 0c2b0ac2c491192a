"""Telling the direction what a delivery brought that nobody would see otherwise: refused files, counts that are odd.

A terminal shows it to whoever stands before it; at night nobody does.
"""

from collections.abc import Iterable
from pathlib import Path

from inspection.acts import alerts
from inspection.registers import delivered
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

REFUSED, ALARM = "register_refused", "register_alarm"


def tell_of_intake(context: Context, reports: Iterable[IntakeReport], refused: Iterable[tuple[str, Path]]) -> int:
    """Alert the direction of each register that was refused today, and of each current delivery with odd counts.

    Arguments: `refused` the registers of which nothing was taken in, and where that lies: what somebody named by hand,
    elsewhere, they see themselves. Each is told once for its day.
    Result: how many alerts are new. Errors: `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    here = (register for register, source in refused if delivered.is_delivery(source))
    found = [(REFUSED, register, day.toordinal()) for register in here]
    found += [(ALARM, one.register, one.snapshot.toordinal()) for one in reports if _is_odd(one)]
    if not found:
        return 0
    with audited_transaction(context) as tx:
        service = context.settings.service
        tx.require("register.take", service=service)
        raised = [
            alerts.raise_alert(tx, kind, f"{service}:{register}", step, "", service, role="direction")
            for kind, register, step in found
        ]
        if not any(raised):
            tx.mark_unchanged()
    return sum(raised)


def _is_odd(report: IntakeReport) -> bool:
    return bool(report.alarms) and report.state == SnapshotState.CURRENT and not report.unchanged
