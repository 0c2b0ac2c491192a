"""Every actor in turn, each once: the mark of the home says which have had their turn."""

from collections.abc import Callable, Sequence

from inspection import acts
from inspection.demo import home as demo_home
from inspection.demo.actors.cases import link_cases, order_visit, ring_local_police, take_back_finding
from inspection.demo.actors.joining import book_joint_action
from inspection.demo.actors.policy import Place, note_policy
from inspection.time_of import IsoWeek, today
from inspection.trust import AppContext


def introduce_actors(app: AppContext, places: Callable[[], Sequence[Place]]) -> None:
    """Let each actor do something, where the past has what it takes: a case, a finding, a workplace.

    places
        Gives workplaces that could be visited, any of them, where a step asks for one.
    """
    here = app.settings
    demo_home.once(here, "policy", lambda: note_policy(app))
    demo_home.once(here, "links", lambda: link_cases(app))
    demo_home.once(here, "local police", lambda: ring_local_police(app))
    demo_home.once(here, "taken findings", lambda: take_back_finding(app))
    demo_home.once(here, "ordered visit", lambda: order_visit(app, _unseen(app, places())[:1]))
    demo_home.once(here, "joint action", lambda: book_joint_action(app, _unseen(app, places())[1:]))


def _unseen(app: AppContext, places: Sequence[Place]) -> list[Place]:
    """Return the places that nobody saw from inside lately."""
    week = IsoWeek.after(today())
    seen = acts.weeks.cooling_off(app.acting_as_flow("plan_week"), week.days[-1], week)
    return [place for place in places if place[0] not in seen]
