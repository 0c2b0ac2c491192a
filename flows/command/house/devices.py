"""`vigie device`: telephones and tablets in the field: invite, list, revoke, wipe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ControlFault
from inspection.files import put
from inspection.time_of import clock_in_brussels

app = typer.Typer(help="Devices in the field: invite, list, revoke, wipe.", no_args_is_help=True)


@app.command()
def invite(
    user: str,
    kind: Annotated[
        str,
        typer.Option(help="field: the form; openrosa: an app password for ODK clients; calendar: one for a calendar."),
    ] = "field",
    svg: Annotated[Path | None, typer.Option(help="Write the QR code to this file as well.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make an invitation for somebody's device: a QR code that is good once, and for minutes."""
    if kind not in get_args(acts.devices.DeviceKind):
        raise ControlFault("CONTROL-325", kinds=", ".join(get_args(acts.devices.DeviceKind)))
    made = acts.devices.invite_device(acting(), user, cast(acts.devices.DeviceKind, kind))
    if svg is not None:
        put(svg, made.qr_svg.encode(), makes_folder=False)
    if as_json:
        show(made)
        return
    if made.username is not None:
        tell(f"{made.url}  name {made.username}  password {made.code}")
        tell(f"It is forgotten unless it is used by {clock_in_brussels(made.expires_at)}.")
        return
    _draw(made.url)
    tell(f"{made.url}\ncode {made.code}, good once and until {clock_in_brussels(made.expires_at)}.")


@app.command("list")
def list_devices(as_json: AsJson = False) -> None:
    """List the devices that you answer for: your own and those of your people; the look is recorded."""
    found = acts.devices.list_devices(acting())
    rows = [(d.id, d.user, d.kind, d.label, d.state, f"{d.expires_at:%Y-%m-%d}", d.seen_on or "never") for d in found]
    show(found) if as_json else table("Devices", ["id", "user", "kind", "label", "state", "expires", "last seen"], rows)


@app.command()
def revoke(device_id: str, as_json: AsJson = False) -> None:
    """Revoke a device: at its next call it wipes itself."""
    acts.devices.revoke_device(acting(), device_id)
    show({"device": device_id, "state": "revoked"}) if as_json else tell("Revoked; it wipes itself at its next call.")


@app.command()
def wipe(user: str, as_json: AsJson = False) -> None:
    """Revoke every device of somebody, and every code that would enrol one: a lost bag."""
    count = acts.devices.wipe_devices(acting(), user)
    show({"user": user, "revoked": count}) if as_json else tell(f"{count} devices revoked.")


def _draw(url: str) -> None:
    """Draw the QR code in the terminal."""
    import segno

    segno.make(url, error="m").terminal(compact=True)
