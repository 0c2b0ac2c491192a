"""One place that nobody visits until a day: whom to ring because an approved week still goes there, and its end."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.holds.words import asked_by, plain
from dashboards.office.shared import HOLDS, Telling, hold_address
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, PlanningFault
from inspection.time_of import now


def show(asked: Asked) -> Response:
    """Show it; the look is recorded."""
    return drawn(asked)


def hold_in(asked: Asked) -> str:
    """Return the hold that the address names."""
    return str(asked.request.path_params["hold"])


def drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page, with why its form was refused.

    Errors: `AccessRefused` 120 for one that is not there, or that a colleague noted.
    """
    if fault is not None and alike(fault) is not fault:
        raise fault
    try:
        hold = acts.workplaces.show_hold(asked.acting(), hold_in(asked))
    except PlanningFault:
        raise AccessRefused("ACCESS-120") from None
    telling = Telling(asked)
    left, colour = telling.due(hold.until)
    is_over = hold.lifted_on is not None or hold.until < asked.today
    return asked.page(
        "hold.html",
        fault,
        hold=hold,
        telling=telling,
        subject=plain(hold, telling, telling.names([hold.subject]).get(hold.subject, "")),
        authority=asked_by(hold, telling),
        left=left,
        colour=colour,
        is_over=is_over,
        may_lift=asked.known.may("hold.lift") and not is_over,
        told=asked.query("told") == "placed" and not is_over,
        address=HOLDS,
        here_address=hold_address(hold.id),
        room=HOLDS,
        at=now(),
    )
