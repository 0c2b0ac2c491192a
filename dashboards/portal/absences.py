"""Absences: who stands in for one, from a day to a day; and whom one stands in for."""

from collections.abc import Mapping
from datetime import date

from starlette.responses import Response

from dashboards.office import Asked, said_of, status_of
from dashboards.portal.around import counted_as
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, PortalFault
from inspection.time_of import today

ABSENCE = "/absence"
_TOLD = frozenset({"named", "ended"})


def show(asked: Asked) -> Response:
    """Show them; the look is recorded."""
    return _page(asked)


def name(asked: Asked) -> Response:
    """Let a colleague of the same office stand in for whoever asks."""
    form = asked.form
    try:
        first, last = _day(form.get("first", "")), _day(form.get("last", ""))
        acts.absences.name_deputy(asked.acting(), asked.known.user.id, form.get("deputy", ""), first, last)
    except (AccessRefused, PortalFault) as fault:
        return _page(asked, form, fault)
    return asked.led(f"{ABSENCE}?told=named")


def end(asked: Asked) -> Response:
    """Let a deputy stand in no longer."""
    acts.absences.end_deputy(asked.acting(), asked.form.get("deputy", ""))
    return asked.led(f"{ABSENCE}?told=ended")


def _page(asked: Asked, sent: Mapping[str, str] | None = None, fault: InspectionError | None = None) -> Response:
    me, told = asked.known.user.id, asked.query("told")
    found = acts.portal.pages.absence_page(asked.acting())
    running = [one for one in found.deputies if one.state in ("now", "to come")]
    return asked.page(
        "absence.html",
        status_of(fault) if fault else 200,
        mine=[one for one in running if one.absent == me],
        of_others=[one for one in running if one.absent != me],
        past=[one for one in found.deputies if one not in running],
        colleagues=found.colleagues,
        me=me,
        today=today().isoformat(),
        longest=asked.catalogue.identity.deputy_longest_days,
        sent=sent or {},
        told=told if told in _TOLD else "",
        refusal=asked.say(said_of(fault, asked.look.lang)) if fault else "",
        code=fault.code if fault else "",
        duty=found.duty.number,
        tried=found.duty.tried_on,
        around=counted_as(asked, found.counted),
        room=ABSENCE,
        here=ABSENCE,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PortalFault("PORTAL-304") from None
