"""The list of places that nobody visits until a day, the first to end first, and the form that notes another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.holds.words import asked_by, plain
from dashboards.office.shared import HOLDS, Telling, hold_address, order_in, places_in, sorted_by
from inspection import acts
from inspection.errors import InspectionError
from inspection.time_of import now


@dataclass(frozen=True, kw_only=True)
class HoldLine:
    """One place of the list: how long it is left alone, what it is, at whose request, and who noted it."""

    address: str
    until: date
    left: str
    colour: str
    subject: str
    kind: str
    authority: str
    placed_by: str


_ORDERS: Final[dict[str, Callable[[HoldLine], Any]]] = {
    "until": lambda one: one.until,
    "which": lambda one: one.subject.casefold(),
    "authority": lambda one: one.authority.casefold(),
    "placed_by": lambda one: one.placed_by,
}


def show(asked: Asked) -> Response:
    """Show it; the look is recorded, and nobody sees what a colleague noted."""
    return drawn(asked)


def drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page, with why a form of it was refused; what was typed stays.

    Errors: `AccessRefused` for whoever notes no such places.
    """
    if fault is not None and alike(fault) is not fault:
        raise fault
    telling = Telling(asked)
    found = acts.workplaces.holds_of(asked.acting())
    names = telling.names(one.subject for one in found)
    lines = [_line(one, telling, names.get(one.subject, "")) for one in found]
    order = order_in(asked, _ORDERS, "until")
    return asked.page(
        "holds.html",
        fault,
        lines=sorted(lines, key=_ORDERS[order]),
        first=min((one.until for one in lines), default=None),
        is_mine=all(one.placed_by == asked.known.user.id for one in lines),
        order=order,
        sorted_by=lambda name: sorted_by(HOLDS, name),
        kinds=get_args(acts.workplaces.HoldKind),
        offices=telling.offices(),
        towns=places_in(asked),
        earliest=asked.today,
        may_place=asked.known.may("hold.place"),
        typed=lambda name, known="": asked.form.get(name, known),
        told=asked.query("told") == "lifted",
        address=HOLDS,
        at=now(),
    )


def _line(one: acts.workplaces.PlacedHold, telling: Telling, name: str) -> HoldLine:
    left, colour = telling.due(one.until)
    return HoldLine(
        address=hold_address(one.id),
        until=one.until,
        left=left,
        colour=colour,
        subject=plain(one, telling, name),
        kind=one.kind,
        authority=asked_by(one, telling),
        placed_by=one.placed_by,
    )
