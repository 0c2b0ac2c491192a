"""What cannot be signed or restored, or is not as it was, is an alert to the direction: once a day for each code."""

from inspection.acts import alerts
from inspection.errors import InspectionError
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

UNSIGNED, DAMAGED = "history_unsigned", "lake_damaged"


def tell(
    context: Context, kind: str, fault: InspectionError, *, act: str = "history.sign", of: str | None = None
) -> None:
    """Alert the direction of a fault; again the next day, where it is still there.

    In a portal's home nobody reads alerts: there it does nothing, and the office tells what it finds of its portal.

    Arguments: `act` the right by which it is told; `of` whose fault it is, the service's own where it is not said.
    """
    if context.settings.is_portal:
        return
    service, day = context.settings.service, day_in_brussels(context.at).toordinal()
    with audited_transaction(context) as tx:
        tx.require(act, service=service)
        if not alerts.raise_alert(tx, kind, f"{of or service}:{fault.code}", day, "", service, role="direction"):
            tx.mark_unchanged()
