"""Every night: what is due is proposed for destruction, registers watched, looks drawn, and the trail is signed."""

from contextlib import ExitStack

from flows.acting import acting, begin
from flows.tracking import flow, task
from inspection import acts
from inspection.time_of import IsoWeek, today


@flow
def keep() -> int:
    """Propose what is due, finish what was confirmed, watch the registers, sign the trail; returns what is proposed.

    Signed last, so that a witness that is away, or a portal, keeps nothing else from being done; the run then fails.
    Whatever else failed, it is signed.
    """
    begin()
    with ExitStack() as at_last:
        at_last.callback(sign_trail)
        at_last.callback(sign_portal)  # before the trail, which then has its alert
        proposed = propose_what_is_due()
        finish_what_was_destroyed()
        watch_registers()
        draw_last_week()
        change_staff()
        forget_old_texts()
        forget_raw_deliveries()
        prune_registers()
    return proposed


@task(retries=2)
def propose_what_is_due() -> int:
    """Propose it to a second person; returns how many records wait for one."""
    made = acts.retention.propose_erasure(acting("keep"))
    return sum(made.due.values()) if made else 0


@task(retries=2)
def finish_what_was_destroyed() -> int:
    """Remove files that a killed process left, and empty the journal of the database."""
    return acts.retention.finish_erasures(acts.acting_as_flow("keep"))


@task(retries=2)
def sign_portal() -> int:
    """Have the portal's trail signed, which is a history of its own; returns the number of the checkpoint."""
    made = acts.history.sign_portal_if_due(acts.acting_as_flow("keep"))
    return made.number if made else 0


@task(retries=2)
def sign_trail() -> int:
    """Have it signed where the trail stands; returns the number of the checkpoint. What cannot be signed is alerted."""
    made = acts.history.sign_if_due(acts.acting_as_flow("keep"))
    return made.number if made else 0


@task(retries=2)
def watch_registers() -> int:
    """Say which registers are older than the rules allow; returns how many."""
    return len(acts.chasing.warn_of_stale_registers(acting("keep")))


@task(retries=2)
def draw_last_week() -> int:
    """Draw the looks of the week that ended, once, and tell of those that nobody judged; returns how many are drawn."""
    return acts.access.draw_looks(acts.acting_as_flow("keep"), IsoWeek.before(today()))


@task(retries=2)
def change_staff() -> int:
    """Let changes of people and teams take effect whose day has come; returns how many."""
    return acts.staff.apply_changes(acts.acting_as_flow("keep"))


@task(retries=2)
def forget_old_texts() -> int:
    """Forget half-typed text that nobody came back for; returns how many."""
    return acts.texts.forget_old_texts(acts.acting_as_flow("keep"))


@task(retries=2)
def forget_raw_deliveries() -> int:
    """Destroy the files of deliveries that were used or rejected long enough ago; returns how many deliveries."""
    return acts.registers.forget_deliveries(acts.acting_as_flow("keep"))


@task(retries=2)
def prune_registers() -> int:
    """Remove the snapshots of registers that are over, or that may not be kept; returns how many."""
    return len(acts.registers.prune(acts.acting_as_flow("keep")).due)
