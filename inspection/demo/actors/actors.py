"""Every actor in turn, once: a home in which the measures stand already has met all of them."""

from collections.abc import Sequence

from inspection import acts
from inspection.demo.actors.cases import link_cases, order_visit, ring_local_police, take_back_finding
from inspection.demo.actors.joining import book_joint_action
from inspection.demo.actors.policy import Place, note_policy
from inspection.demo.past import acting
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

_DIRECTION = "direction-1"


def introduce_actors(app: AppContext, places: Sequence[Place]) -> None:
    """Let each actor do something, where the past has what it takes: a case, a finding, a workplace.

    places
        Workplaces that could be visited, any of them.
    """
    if acts.reports.measures(acting(app, _DIRECTION, now())):
        return
    note_policy(app)
    link_cases(app)
    ring_local_police(app)
    take_back_finding(app)
    week = IsoWeek.after(today())
    seen = acts.weeks.cooling_off(app.acting_as_flow("plan_week"), week.days[-1], week)
    unseen = [place for place in places if place[0] not in seen]
    order_visit(app, unseen[:1])
    book_joint_action(app, unseen[1:])
