"""The first page of administration: what each part is for, and how much waits in it."""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from dashboards.office.administration.addresses import Part, parts_of
from dashboards.office.administration.asked_for import drawn, say
from dashboards.office.asking import Asked
from inspection import acts
from inspection.errors import InspectionError
from inspection.life_cycles import OutsiderState, ReachState, StaffChangeState


def show(asked: Asked) -> Response:
    """Show it."""
    return drawn(asked, "landing.html", rows=[(part, _waits(asked, part)) for part in parts_of(asked.known)])


def _waits(asked: Asked, part: Part) -> str:
    """Return what waits in a part, "" for nothing, or where that cannot be told now."""
    count = _COUNTS.get(part.key)
    try:
        found = count(asked) if count else 0
    except InspectionError:
        return ""
    return say(asked, f"{part.key}.waits", n=found) if found else ""


def _changes(asked: Asked) -> int:
    return sum(
        one.state in (StaffChangeState.ASKED, StaffChangeState.LATE) for one in acts.staff.list_changes(asked.acting())
    )


def _held(asked: Asked) -> int:
    return sum(one.held > 0 or one.standing != "well" for one in acts.registers.list_health(asked.acting()))


def _outside(asked: Asked) -> int:
    return sum(one.state == OutsiderState.PROPOSED for one in acts.outsiders.list_outsiders(asked.acting()))


def _addressees(asked: Asked) -> int:
    return sum(one.state == ReachState.PROPOSED for one in acts.addressees.list_proposed(asked.acting()))


def _erasures(asked: Asked) -> int:
    return sum(one.confirmed_by is None for one in acts.retention.erasures(asked.acting()))


_COUNTS: Final[Mapping[str, Callable[[Asked], int]]] = {
    "people": _changes,
    "on_call": lambda asked: len(acts.on_call.stale_on_call(asked.acting())),
    "registers": _held,
    "addressees": _addressees,
    "outside": _outside,
    "retention": _erasures,
}
