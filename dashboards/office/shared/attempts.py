"""An act of a form: done, and led on; or the page again with why it was refused."""

from collections.abc import Callable
from typing import TypeVar

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.proving import NOT_FRESH, needs_fresh
from inspection.errors import InspectionError

Made = TypeVar("Made")


def attempted(
    asked: Asked,
    act: Callable[[], Made],
    way: str | Callable[[Made], str],
    again: Callable[[InspectionError], Response],
    *,
    page: str = "",
) -> Response:
    """Do an act and lead on, so that Reload repeats nothing; or show the page again with why it was refused.

    way
        Where it leads, or what says so of what was made; then `page` is given too.
    again
        Draws the page.
    page
        Where to come back to after proving who one is, "" for the page that `way` leads to.
    """
    try:
        made = act()
    except InspectionError as fault:
        if fault.code == NOT_FRESH:
            led = needs_fresh(asked, page or (way.partition("?")[0] if isinstance(way, str) else ""))
            if led is not None:
                return led
        return again(fault)
    return asked.led(way if isinstance(way, str) else way(made))
