"""Every ten minutes: what is overdue, undecided or running out is said to somebody of ours, who rings."""

from flows.acting import acting, begin
from flows.tracking import flow, task
from inspection import acts


@flow
def chase() -> int:
    """Raise reminders, escalations and alerts that nobody raised yet; returns how many."""
    begin()
    return raise_alarms()


@task(retries=2)
def raise_alarms() -> int:
    """Ask only what is overdue, and say each thing once a step."""
    return acts.chasing.chase(acting("chase")).raised
