"""In whose name the steps of a flow act: under the flow's own identity, or by hand, as whoever is at the command.

A person stands in no parameter of a flow: Prefect keeps and shows parameters, and believes whoever fills them in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flows.tracking import call_run
from inspection import acts
from inspection.time_of import IsoWeek
from inspection.trust import Context
from inspection.trust.identity import Principal

_by_hand: ContextVar[Principal | None] = ContextVar("by_hand", default=None)


@contextmanager
def by_hand(principal: Principal) -> Iterator[None]:
    """Let what runs inside act as somebody who has proven who they are, and with their rights only."""
    token = _by_hand.set(principal)
    try:
        yield
    finally:
        _by_hand.reset(token)


def person() -> Principal | None:
    """Return who does a flow's job by hand; None where a schedule does it."""
    return _by_hand.get()


def acting(flow: str) -> Context:
    """Return the context of a step: of whoever does it by hand, else of the flow, with the few rights that it needs.

    Errors: KeyError for a flow that the table of rights does not name.
    """
    somebody = person()
    return acts.acting_as_flow(flow) if somebody is None else acts.app().acting_as(somebody)


def begin(about: str | None = None, *, week: IsoWeek | None = None, **tags: str | None) -> None:
    """Begin a flow: refuse to work on a history that was rewritten, then name the run.

    Where nothing outside this home could be asked whether it was, the direction is alerted and the flow goes on.

    Arguments: those of `call_run`. Errors: `HistoryFault`.
    """
    compared = acts.history.require_unbroken(acts.app(), counts=False)
    acts.history.tell_unwitnessed(acts.acting_as_flow("history"), compared)
    call_run(about, week=week, **tags)
