"""Every morning: what left is compared with what lies at each addressee's; what is missing there is told."""

from flows.acting import acting, begin
from flows.tracking import flow, task
from inspection import acts


@flow
def reconcile() -> int:
    """Compare every addressee's side that can be looked at; returns how many bundles are missing or changed there."""
    begin()
    return compare_sides()


@task(retries=2)
def compare_sides() -> int:
    """Look at each side; a difference is alerted once, and nothing is sent again by itself."""
    return sum(
        len(one.missing) + len(one.changed)
        for one in acts.delivery.reconcile(acting("reconcile"), acts.outbox.transports(acts.app()))
    )
