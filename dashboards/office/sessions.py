"""My sessions and my telephones: which are open, how each was proven, and a button that ends it."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.devices import DeviceView
from inspection.errors import AccessRefused
from inspection.life_cycles import SessionState

SESSIONS = "/me/sessions"
_TOLD = frozenset({"ended", "revoked"})


def show(asked: Asked) -> Response:
    """Show them; the look is recorded."""
    mine = acts.identity.my_sessions(asked.acting())
    told = asked.query("told")
    rules = asked.catalogue.identity
    return asked.page(
        "sessions.html",
        open_ones=[one for one in mine if one.state == SessionState.OPEN],
        gone=[one for one in mine if one.state != SessionState.OPEN],
        devices=_devices(asked),
        told=told if told in _TOLD else "",
        rules=rules,
        drawn_at=asked.acting().at,
    )


def end(asked: Asked) -> Response:
    """End one of one's own sessions."""
    acts.identity.end_session(asked.acting(), asked.form.get("session", ""))
    return asked.led(f"{SESSIONS}?told=ended")


def revoke(asked: Asked) -> Response:
    """Revoke one of one's own telephones: it wipes itself at its next call."""
    wanted = asked.form.get("device", "")
    if wanted not in {one.id for one in _devices(asked)}:
        raise AccessRefused("ACCESS-120")
    acts.devices.revoke_device(asked.acting(), wanted)
    return asked.led(f"{SESSIONS}?told=revoked")


def _devices(asked: Asked) -> list[DeviceView]:
    """Return one's own telephones, those that are known first; none for whoever can have none."""
    if not asked.known.may("device.list"):
        return []
    mine = [one for one in acts.devices.list_devices(asked.acting()) if one.user == asked.known.user.id]
    return sorted(mine, key=lambda one: (one.state != "known", one.id))
