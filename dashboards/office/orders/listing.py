"""The list of ordered visits that are open to a reader, the earliest last day first, and the form for another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.shared import ORDERS, Telling, order_address, order_in, places_in, sorted_by
from inspection import acts
from inspection.errors import InspectionError
from inspection.life_cycles import OrderShown
from inspection.time_of import now


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One visit of the list; `left` and `colour` say how long it may wait, "" where it waits no more or for ever."""

    order: acts.orders.Ordered
    address: str
    left: str
    colour: str
    number: str
    district: str
    authority: str
    is_open: bool

    @property
    def closed(self) -> tuple[acts.orders.OrderedStop, ...]:
        """The team-days on which nobody goes: the team may not see it."""
        return tuple(stop for stop in self.order.planned if not stop.is_permitted) if self.is_open else ()


_ORDERS: Final[dict[str, Callable[[OrderLine], Any]]] = {
    "not_after": lambda one: (not one.is_open, one.order.not_after or date.max),
    "order": lambda one: one.order.reference,
    "workplace": lambda one: one.number,
    "authority": lambda one: one.authority.casefold(),
    "planned": lambda one: one.order.planned[0].day if one.order.planned else date.max,
}


def show(asked: Asked) -> Response:
    """Show it; the look is recorded."""
    return drawn(asked)


def drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page, with why a form of it was refused; what was typed stays.

    Errors: `AccessRefused` for whoever is never on site and plans nothing.
    """
    if fault is not None and alike(fault) is not fault:
        raise fault
    telling = Telling(asked)
    lines = [_line(one, telling) for one in acts.orders.orders_of(asked.acting())]
    order = order_in(asked, _ORDERS, "not_after")
    may_make = asked.known.may("order.make")
    return asked.page(
        "orders.html",
        fault,
        telling=telling,
        names=telling.names(one.order.workplace for one in lines),
        lines=sorted(lines, key=_ORDERS[order]),
        late=sum(1 for one in lines if one.colour == "late"),
        closed=sum(1 for one in lines if one.closed),
        waiting=sum(1 for one in lines if one.is_open),
        told=asked.query("told") == "revoked",
        order=order,
        sorted_by=lambda name: sorted_by(ORDERS, name),
        may_make=may_make,
        offices=telling.magistrates() if may_make else [],
        towns=places_in(asked),
        earliest=asked.today,
        typed=lambda name, known="": asked.form.get(name, known),
        address=ORDERS,
        at=now(),
    )


def _line(one: acts.orders.Ordered, telling: Telling) -> OrderLine:
    is_open = one.state == OrderShown.OPEN
    left, colour = telling.due(one.not_after) if is_open and one.not_after else ("", "")
    return OrderLine(
        order=one,
        address=order_address(one.reference),
        left=left,
        colour=colour,
        number=telling.number(one.workplace),
        district=telling.district(one.district),
        authority=telling.office(one.authority),
        is_open=is_open,
    )
