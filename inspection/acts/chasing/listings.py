"""Lists are looks too: who may see one, and one entry in the trail for each, committed before anything is read."""

from datetime import date, datetime

from inspection.acts.access import hidden_from, look_at_list, record_look
from inspection.acts.chasing.chasing import Overdue, overdue
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.store.queries import ClockView, alerts, complaints, controls, deliveries, draws, running_clocks, user
from inspection.store.views import AlertView, ComplaintView, ControlView, DeliveryView, DrawView, UserView
from inspection.time_of import now
from inspection.trust import ask, recorded


def list_controls(
    by: str, *, district: str | None = None, at: datetime | None = None, office: Office | None = None
) -> list[ControlView]:
    """Return controls without anything about persons, the latest first; a field role sees those of its district."""
    here = office or this_office()
    place, service = look_at_list(here, by, "controls", district, at)
    return controls(here.store, place, service=service, reader=user(here.store, by))


def list_deliveries(
    by: str, *, reference: str | None = None, at: datetime | None = None, office: Office | None = None
) -> list[DeliveryView]:
    """Return deliveries in the order in which they were queued; a field role sees those of its district."""
    here = office or this_office()
    place, service = look_at_list(here, by, "deliveries", None, at)
    found, hidden = deliveries(here.store, reference=reference), hidden_from(by, at or now(), office=here)
    shown = (one for one in found if one.reference not in hidden)
    return [one for one in shown if one.service == service and place in (None, one.district)]


def list_overdue(by: str, *, at: datetime | None = None, office: Office | None = None) -> list[Overdue]:
    """Return deliveries whose answer is missing after its deadline; a field role sees those of its district."""
    here = office or this_office()
    place, service = look_at_list(here, by, "overdue", None, at)
    found, hidden = overdue(at, office=here), hidden_from(by, at or now(), office=here)
    shown = (one for one in found if one.reference not in hidden)
    return [one for one in shown if one.service == service and place in (None, one.district)]


def list_complaints(
    by: str,
    *,
    district: str | None = None,
    state: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> list[ComplaintView]:
    """Return complaints without text and source, the latest first; a field role sees those of its district."""
    here = office or this_office()
    place, service = look_at_list(here, by, "complaints", district, at)
    return complaints(here.store, place, state, service)


def list_alerts(
    by: str, *, district: str | None = None, at: datetime | None = None, office: Office | None = None
) -> list[AlertView]:
    """Return the open alerts that are for somebody: by name, or for their role; the oldest first."""
    here = office or this_office()
    place, service = look_at_list(here, by, "alerts", district, at)
    found, reader = alerts(here.store, service=service), user(here.store, by)
    return [one for one in found if reader and _is_for(one, reader, place)]


def list_clocks(
    by: str,
    *,
    until: date | None = None,
    district: str | None = None,
    at: datetime | None = None,
    office: Office | None = None,
) -> list[ClockView]:
    """Return the legal deadlines that run, the earliest first; a field role sees those of its district."""
    here = office or this_office()
    place, service = look_at_list(here, by, "clocks", district, at)
    return running_clocks(here.store, until or date.max, place, service, user(here.store, by))


def list_draws(by: str, *, at: datetime | None = None, office: Office | None = None) -> list[DrawView]:
    """Return what became of everybody who was chosen, with the arm: for the office, never for whoever goes there."""
    here, moment = office or this_office(), at or now()
    with recorded(here.store, by=by, at=moment) as trail:
        reader = ask(trail.session, by, "arms.list")
        record_look(trail, "draws", None)
    return draws(here.store, reader.service)


def _is_for(alert: AlertView, reader: UserView, place: str | None) -> bool:
    """Tell whether an alert is for this reader: named, or of the reader's role where it is for nobody by name."""
    if alert.for_user is not None:
        return alert.for_user == reader.id
    is_office = reader.role in ("supervisor", "direction", "auditor_dpo")
    return (alert.for_role == reader.role or is_office) and place in (None, alert.district)
