"""Every five minutes: the net under the delivery thread of `vigie serve`; a lease on each delivery keeps them apart."""

from flows.acting import acting, begin
from flows.tracking import flow, task
from inspection import acts
from inspection.progress import say


@flow
def deliver_referrals() -> int:
    """Hand over every bundle that is due; returns how many were sent."""
    begin()
    return hand_over().sent


@task(retries=2)
def hand_over() -> acts.outbox.Delivered:
    """Send what is due by the automatic transports of this installation, notices and weekly lists too; cross to the
    portal, where there is one, and tell offices by mail that something waits there.
    """
    ways = acts.outbox.transports(acts.app())
    done = acts.delivery.deliver(acting("deliver_referrals"), ways)
    acts.delivery.deliver_notices(acting("deliver_referrals"), ways)
    acts.delivery.deliver_lists(acting("deliver_referrals"), ways)
    # a chore of the house, whoever sends by hand: nobody decides it
    acts.portal.crossing.cross(acts.acting_as_flow("portal"))
    acts.portal.crossing.notify_offices(acts.acting_as_flow("portal"))
    say(f"delivered {done.sent}, failed {done.failed}, by hand {done.by_hand}", 1, 1)
    return done
