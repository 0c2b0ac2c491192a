"""An alarm for registers that nobody delivered: a week that is chosen from old rows looks as good as any other."""

from inspection.acts import alerts
from inspection.registers.lake import Lake
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

STALE = "register_stale"


def warn_of_stale_registers(context: Context) -> tuple[str, ...]:
    """Alert the direction of each register that is older than the rules allow, once for each snapshot.

    One that was never taken in is told by `vigie doctor`: a new house would hear of nothing else.

    Result: the registers that are stale, alerted now or before. Errors: `AccessRefused`.
    """
    day, lake = day_in_brussels(context.at), Lake(context.settings.lake)
    snapshots = {key: (lake.snapshot(key, day), one) for key, one in context.app.catalogue(day).registers.items()}
    stale = {
        key: taken
        for key, (taken, register) in snapshots.items()
        if taken is not None and (day - taken).days > register.stale_after_days
    }
    with audited_transaction(context) as tx:
        tx.require("registers.watch", service=context.settings.service)
        service = context.settings.service
        raised = [
            alerts.raise_alert(tx, STALE, f"{service}:{key}", taken.toordinal(), "", service, role="direction")
            for key, taken in sorted(stale.items())
        ]
        if not any(raised):
            tx.mark_unchanged()
    return tuple(sorted(stale))
