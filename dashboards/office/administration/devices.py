"""Devices in the field: which are known, one invited by a code that is shown once, and one revoked."""

from typing import Any, Final, Literal, cast

from starlette.responses import Response

from dashboards.office.administration.addresses import DEVICES, PEOPLE
from dashboards.office.administration.asked_for import drawn, listed
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.devices import DeviceView
from inspection.errors import AccessRefused, ControlFault, InspectionError

KINDS: Final = ("field", "openrosa")
_SIGNS: Final = {"known": "open", "expired": "late", "revoked": "ended"}


def show(asked: Asked) -> Response:
    """Show the devices of those for whom whoever asks answers."""
    return _drawn(asked)


def invite(asked: Asked) -> Response:
    """Make a code, and show it this once: it is kept nowhere."""
    kind = cast("Literal['field', 'openrosa']", asked.form.get("kind") if asked.form.get("kind") in KINDS else "field")
    try:
        made = acts.devices.invite_device(asked.acting(), asked.form.get("user", ""), kind)
    except (AccessRefused, ControlFault) as fault:
        return _drawn(asked, fault)
    return _drawn(asked, made=made)


def revoke(asked: Asked) -> Response:
    """Revoke one: it wipes itself at its next call."""
    act = lambda: acts.devices.revoke_device(asked.acting(), asked.form.get("device", ""))  # noqa: E731
    return attempted(asked, act, f"{DEVICES}?told=revoked", lambda fault: _drawn(asked, fault))


def wipe(asked: Asked) -> Response:
    """Revoke every device of somebody, and every code that would enrol one."""
    act = lambda: acts.devices.wipe_devices(asked.acting(), asked.form.get("user", ""))  # noqa: E731
    return attempted(asked, act, f"{DEVICES}?told=revoked", lambda fault: _drawn(asked, fault))


def _drawn(asked: Asked, fault: InspectionError | None = None, made: Any = None) -> Response:
    found = acts.devices.list_devices(asked.acting())
    return drawn(
        asked,
        "devices.html",
        fault,
        made=made,
        devices=_table(asked, found),
        n=sum(one.state == "known" for one in found),
        people=acts.devices.answered_for(asked.acting()),
        with_devices=sorted({one.user for one in found if one.state == "known"}),
        kinds=KINDS,
        address=DEVICES,
    )


def _table(asked: Asked, found: list[DeviceView]) -> Table:
    lines = [
        Line(
            [
                Cell(one.user, address=f"{PEOPLE}/{one.user}" if asked.known.may("staff.list") else ""),
                Cell(asked.say(f"devices.kind.{one.kind}"), notes=(one.label,) if one.label else ()),
                Cell(asked.moment(one.enrolled_at), one.enrolled_at),
                Cell(asked.day(one.seen_on) if one.seen_on else asked.say("office.sessions.never"), one.seen_on or ""),
                state(asked.say(f"devices.state.{one.state}"), _SIGNS[one.state]),
                Cell(asked.moment(one.expires_at), one.expires_at),
            ],
            [Press(f"{DEVICES}/revoke", asked.say("devices.revoke_it"), {"device": one.id}, one.label or one.user)]
            if one.state == "known"
            else [],
        )
        for one in found
    ]
    return listed(asked, "devices", ("whom", "device", "since", "seen", "state", "until"), lines)
