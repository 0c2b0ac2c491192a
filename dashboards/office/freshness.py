"""What asks for a proof of a moment ago: whoever has none is led to prove it again, and then back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.office.addresses import PROVE, leading
from inspection import acts
from inspection.time_of import now, today

if TYPE_CHECKING:
    from starlette.responses import Response

    from dashboards.office.asking import Asked


def needs_fresh(asked: Asked, way: str) -> Response | None:
    """Return the way to prove again who one is, None where that was done a moment ago.

    A page calls it first: `if (led := needs_fresh(asked, "/enrolments")) is not None: return led`. The act behind the
    page asks for the same proof itself.

    way
        Where to come back to: the page with the form, never the form that was sent.
    """
    if asked.known.principal.is_fresh(now(), acts.app().catalogue(today()).identity.fresh_minutes):
        return None
    return asked.led(leading(PROVE, way))
