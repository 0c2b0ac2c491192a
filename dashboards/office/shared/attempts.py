"""An act of a form: done, and led on; or the page again with why it was refused."""

from collections.abc import Callable

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.proving import needs_fresh
from inspection.errors import InspectionError

_NOT_FRESH = "ACCESS-076"


def attempted(
    asked: Asked, act: Callable[[], object], way: str, again: Callable[[InspectionError], Response], *, page: str = ""
) -> Response:
    """Do an act and lead on, so that Reload repeats nothing; or show the page again with why it was refused.

    Arguments: `way` where it leads; `again` draws the page; `page` where to come back to after proving who one is.
    """
    try:
        act()
    except InspectionError as fault:
        if fault.code == _NOT_FRESH:
            led = needs_fresh(asked, page or way.partition("?")[0])
            if led is not None:
                return led
        return again(fault)
    return asked.led(way)
