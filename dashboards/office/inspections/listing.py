"""The list of controls: one's own, those of the district beside; the nearest deadline stands first."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.shared import (
    INSPECTIONS,
    Telling,
    control_address,
    look_of_session,
    order_in,
    sorted_by,
    workplace_address,
)
from inspection import acts
from inspection.acts.stories import ToldControl

MINE, ALL = "mine", "all"
_ORDERS: Final[dict[str, tuple[Callable[[ToldControl], Any], bool]]] = {
    "due": (lambda one: one.next_clock[1] if one.next_clock else date.max, False),
    "day": (lambda one: one.entered_at, True),
    "place": (lambda one: one.name.casefold() or one.workplace, False),
    "sector": (lambda one: one.sector, False),
    "outcome": (lambda one: one.outcome, False),
    "found": (lambda one: one.findings, True),
}


def show(asked: Asked) -> Response:
    """Show it; who may correct a control begins at their own."""
    tab = asked.query("tab")
    if tab not in (MINE, ALL):
        tab = MINE if asked.known.may("control.correct") else ALL
    order = order_in(asked, _ORDERS, "due")
    told = acts.stories.told_controls(asked.acting(), mine=tab == MINE, again=look_of_session(asked, "controls"))
    key, is_reversed = _ORDERS[order]
    return asked.page(
        "inspections.html",
        controls=sorted(told.controls, key=key, reverse=is_reversed),
        told=told,
        telling=Telling(asked),
        tab=tab,
        tabs=(MINE, ALL) if asked.known.may("control.correct") else (ALL,),
        order=order,
        is_down=is_reversed,
        address=INSPECTIONS,
        room=INSPECTIONS,
        sorted_by=lambda name: sorted_by(INSPECTIONS, name, tab=tab),
        control_address=control_address,
        workplace_address=workplace_address,
    )


def moved(asked: Asked) -> Response:
    """Lead from the screen that these pages replaced: to the control that its address names, else to the list."""
    control = asked.query("control")
    return asked.led(control_address(quote(control, safe="")) if control else INSPECTIONS)
