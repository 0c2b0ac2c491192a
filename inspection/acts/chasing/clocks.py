"""Stops a legal clock, once what it asks for has been done."""

from datetime import datetime

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.errors import ControlFault
from inspection.store.controls import ClockRow, ControlRow
from inspection.time_of import now
from inspection.trust import ask, recorded


def stop_clock(clock_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> None:
    """Record that what a clock asks for was done; a second time changes nothing."""
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        clock = trail.session.get(ClockRow, clock_id)
        if clock is None:
            raise ControlFault("CONTROL-250")
        control = trail.session.get_one(ControlRow, clock.control_id)
        district = None if control.saved_by == by else control.district  # one's own control, wherever it was
        ask(trail.session, by, "clock.stop", district=district, service=control.service)
        if clock.state == "stopped":
            trail.idle()
            return
        clock.state, clock.stopped_by, clock.stopped_at = "stopped", by, at
        facts = {"key": clock.key, "due_on": clock.due_on.isoformat()}
        trail.record("clock.stop", clock.id, stream="control", facts=facts)
