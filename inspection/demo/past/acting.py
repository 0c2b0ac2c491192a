"""In whose name the past of a demo happens: people of its own roster, who are believed in a home of the demo only."""

from collections.abc import Callable
from datetime import datetime

from inspection import acts
from inspection.trust import AppContext, Context

Event = tuple[datetime, int, Callable[[], None]]  # when, in which order among those of one moment, and what happens


def acting(app: AppContext, by: str, at: datetime) -> Context:
    """Return the context of an act of somebody of the demo, at a moment of its past.

    Errors: `AccessRefused` 084 in any other home.
    """
    return app.acting_as(acts.identity.demo_principal(app.at_the_door(at), by), at)
