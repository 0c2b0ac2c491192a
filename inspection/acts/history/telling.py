"""What cannot be signed or restored, or is not as it was, is an alert to the direction: once a day for each code.

It ends by itself once the same went well.
"""

from sqlmodel import col, select

from inspection.acts import alerts
from inspection.acts.history.comparing import Compared
from inspection.errors import InspectionError
from inspection.life_cycles import AlertState
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

UNSIGNED, DAMAGED, _UNWITNESSED = "history_unsigned", "lake_damaged", "history_unwitnessed"


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


def tell_unwitnessed(context: Context, compared: Compared) -> None:
    """Alert the direction where a comparison reached nothing outside this home; end that alert where it did."""
    if compared.unwitnessed:
        tell(context, _UNWITNESSED, compared.unwitnessed[0])
    else:
        tell_over(context, _UNWITNESSED)


def tell_over(
    context: Context,
    kind: str,
    *,
    act: str = "history.sign",
    of: str | None = None,
    still: InspectionError | None = None,
) -> None:
    """End the alerts of faults that are over: what failed went well; in a portal's home it does nothing, as `tell`.

    Arguments: those of `tell`; `still` a fault that is there all the same.
    """
    if context.settings.is_portal:
        return
    whose = f"{of or context.settings.service}:"
    over = [col(AlertRow.kind) == kind, col(AlertRow.subject).startswith(whose, autoescape=True)]
    if still is not None:
        over.append(col(AlertRow.subject) != f"{whose}{still.code}")
    with context.store.read() as session:  # it is asked at each start of a flow, and there is hardly ever one
        waits = select(AlertRow.id).where(col(AlertRow.state) == AlertState.OPEN, *over)
        if session.exec(waits).first() is None:
            return
    with audited_transaction(context) as tx:
        tx.require(act, service=context.settings.service)
        if not alerts.end_alerts(tx, *over):
            tx.mark_unchanged()
