"""Stops a legal clock, once what it asks for has been done."""

from inspection.errors import ControlFault
from inspection.life_cycles import ClockState
from inspection.store.controls import ClockRow, ControlRow
from inspection.trust import Context, answers_alike, audited_transaction


@answers_alike("clock.stop", "CONTROL-250")
def stop_clock(context: Context, clock_id: str) -> None:
    """Record that what a clock asks for was done; a second time changes nothing."""
    with audited_transaction(context) as tx:
        clock = tx.session.get(ClockRow, clock_id)
        if clock is None:
            raise ControlFault("CONTROL-250")
        control = tx.session.get_one(ControlRow, clock.control_id)
        district = None if control.saved_by == context.by else control.district  # one's own control, wherever it was
        tx.require("clock.stop", district=district, service=control.service)
        if clock.state == ClockState.STOPPED:
            tx.mark_unchanged()
            return
        clock.state, clock.stopped_by, clock.stopped_at = ClockState.STOPPED, context.by, context.at
        facts = {"key": clock.key, "due_on": clock.due_on.isoformat()}
        tx.record("clock.stop", clock.id, stream="control", facts=facts)
