"""What cannot be signed, or is not as it was, is an alert to the direction: once a day for each code."""

from inspection.acts import alerts
from inspection.errors import InspectionError
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

UNSIGNED, DAMAGED = "history_unsigned", "lake_damaged"


def tell(context: Context, kind: str, fault: InspectionError) -> None:
    """Alert the direction of a fault; again the next day, where it is still there."""
    service, day = context.settings.service, day_in_brussels(context.at).toordinal()
    with audited_transaction(context) as tx:
        tx.require("history.sign", service=service)
        if not alerts.raise_alert(tx, kind, f"{service}:{fault.code}", day, "", service, role="direction"):
            tx.mark_unchanged()
