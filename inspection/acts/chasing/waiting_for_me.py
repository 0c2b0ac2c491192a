"""What waits for whoever works: alerts, answers that are overdue, deadlines that are near; and what alerts speak of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspection.acts import access, alerts
from inspection.acts.chasing.chasing import Overdue, overdue
from inspection.store import queries
from inspection.store.orders import order_references
from inspection.store.queries import ActionView, ClockView
from inspection.store.views import AlertView, ControlView, DeliveryView
from inspection.trust import Context

_KIND = "waiting"


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody."""

    alerts: Sequence[AlertView]
    overdue: Sequence[Overdue]
    clocks: Sequence[ClockView]


@dataclass(frozen=True)
class Subjects:
    """What alerts may speak of, as far as whoever looks may know of it.

    references
        References of orders and referrals, by id.
    """

    controls: Sequence[ControlView]
    clocks: Sequence[ClockView]
    actions: Sequence[ActionView]
    deliveries: Sequence[DeliveryView]
    references: dict[str, str]


def what_waits(context: Context, until: date, *, again: access.ListLook | None = None) -> Waiting:
    """Return what waits for somebody where they work; deadlines as far as `until`.

    Ordered work that is not for these eyes is left out. `again` as for `look_at_list`.
    """
    place, service = access.look_at_list(context, _KIND, None, again=again)
    hidden, reader = access.hidden_from(context), queries.user(context.store, context.by)
    late = [
        one
        for one in overdue(context)
        if one.service == service and place in (None, one.district) and one.reference not in hidden
    ]
    clocks = queries.running_clocks(context.store, until, place, service, reader)
    return Waiting(alerts.alerts_for(context), late, clocks)


def subjects_of_alerts(context: Context, *, again: access.ListLook | None = None) -> Subjects:
    """Return what alerts may speak of, for a screen that names it; it belongs to the look at what waits."""
    place, service = access.look_at_list(context, _KIND, None, again=again)
    store, hidden, reader = context.store, access.hidden_from(context), queries.user(context.store, context.by)
    referrals = [one for one in queries.referrals(store, place) if all(d.service == service for d in one.deliveries)]
    orders = order_references(store, reader) if reader else {}
    return Subjects(
        controls=queries.controls(store, place, service=service, reader=reader),
        clocks=queries.running_clocks(store, date.max, place, service, reader),
        actions=queries.actions(store, district=place, service=service),
        deliveries=[one for one in queries.deliveries(store) if one.service == service and one.reference not in hidden],
        references=orders | {one.id: one.reference for one in referrals if one.reference not in hidden},
    )
