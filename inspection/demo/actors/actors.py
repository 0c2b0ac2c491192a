"""Every actor in turn, once: a home in which the measures stand already has met all of them."""

from inspection import acts
from inspection.demo.actors.cases import link_cases, order_visit, ring_local_police, take_back_finding
from inspection.demo.actors.joining import book_joint_action
from inspection.demo.actors.policy import note_policy
from inspection.demo.past import acting
from inspection.time_of import now
from inspection.trust import AppContext

_DIRECTION = "direction-1"


def introduce_actors(app: AppContext) -> None:
    """Let each actor do something, where the past has what it takes: a case, a finding, a workplace."""
    if acts.reports.measures(acting(app, _DIRECTION, now())):
        return
    note_policy(app)
    link_cases(app)
    ring_local_police(app)
    take_back_finding(app)
    order_visit(app)
    book_joint_action(app)
