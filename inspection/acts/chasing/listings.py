"""Lists are looks too: who may see one, and one entry in the trail for each, committed before anything is read."""

from datetime import date

from inspection.acts import access, workplaces
from inspection.acts import alerts as alarmed
from inspection.acts.chasing.chasing import Overdue, overdue
from inspection.store.queries import ClockView, alerts, complaints, controls, deliveries, draws, running_clocks, user
from inspection.store.views import AlertView, ComplaintView, ControlView, DeliveryView, DrawView, UserView
from inspection.targeting.tips import LANES
from inspection.trust import Context, audited_transaction


def list_controls(
    context: Context, *, district: str | None = None, again: access.ListLook | None = None
) -> list[ControlView]:
    """Return controls without anything about persons, the latest first; a field role sees those of its district.

    Whoever saved one elsewhere, in a joint action, sees it too. `again` as for `look_at_list`.
    """
    place, service = access.look_at_list(context, "controls", district, again=again)
    return controls(context.store, place, None, service, user(context.store, context.by), context.by)


def list_deliveries(
    context: Context,
    *,
    reference: str | None = None,
    district: str | None = None,
    again: access.ListLook | None = None,
) -> list[DeliveryView]:
    """Return deliveries in the order in which they were queued; a field role sees those of its district.

    `again` as for `look_at_list`.
    """
    place, service = access.look_at_list(context, "deliveries", district, again=again)
    found, hidden = (deliveries(context.store, reference=reference), access.hidden_from(context))
    shown = (one for one in found if one.reference not in hidden)
    return [one for one in shown if one.service == service and place in (None, one.district)]


def list_overdue(context: Context) -> list[Overdue]:
    """Return deliveries whose answer is missing after its deadline; a field role sees those of its district."""
    place, service = access.look_at_list(context, "overdue", None)
    found, hidden = overdue(context), access.hidden_from(context)
    shown = (one for one in found if one.reference not in hidden)
    return [one for one in shown if one.service == service and place in (None, one.district)]


def list_complaints(context: Context, *, district: str | None = None, state: str | None = None) -> list[ComplaintView]:
    """Return complaints without text and source, the latest first; a field role sees those of its district.

    The urgent ones stand before all others, and those of a flood after them, however many these are.
    """
    place, service = access.look_at_list(context, "complaints", district)
    found = workplaces.in_lanes(context, complaints(context.store, place, None, service))
    return sorted((one for one in found if state in (None, one.state)), key=lambda one: LANES.index(one.lane))


def list_alerts(context: Context, *, district: str | None = None) -> list[AlertView]:
    """Return the open alerts that are for somebody: by name, or for their role; the oldest first."""
    place, service = access.look_at_list(context, "alerts", district)
    found, reader = alerts(context.store, service=service), user(context.store, context.by)
    with context.store.read() as session:
        people = alarmed.whose_alerts(session, context)
    return [one for one in found if alarmed.is_for(one, people) or (reader and _is_seen(one, reader, place))]


def list_clocks(context: Context, *, district: str | None = None) -> list[ClockView]:
    """Return the legal deadlines that run, the earliest first; a field role sees those of its district."""
    place, service = access.look_at_list(context, "clocks", district)
    return running_clocks(context.store, date.max, place, service, user(context.store, context.by))


def list_draws(context: Context) -> list[DrawView]:
    """Return what became of everybody who was chosen, with the arm: for the office, never for whoever goes there."""
    with audited_transaction(context) as tx:
        reader = tx.require("arms.list")
        access.record_look(tx, "draws", None)
    return draws(context.store, reader.service)


def _is_seen(alert: AlertView, reader: UserView, place: str | None) -> bool:
    """Tell whether the list that was asked for shows an alert that names nobody; the office sees those of all roles."""
    if alert.kind == access.KIND_OF_ALERT:  # whoever else heard of it could be the one who looked
        return alert.for_role == reader.role
    is_office = reader.role in ("supervisor", "direction", "auditor_dpo")
    is_mine = alert.for_user is None and (alert.for_role == reader.role or is_office)
    return is_mine and place in (None, alert.district)
