"""One's visits in one's own calendar: a name and a password for each device, shown once, and each revoked by itself."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.documents.addresses import CALENDAR, DOCUMENTS
from dashboards.office.documents.words import Words
from inspection import acts
from inspection.acts.devices import Invitation
from inspection.errors import AccessRefused


def show(asked: Asked) -> Response:
    """Show which calendars read one's visits."""
    return _drawn(asked)


def make(asked: Asked) -> Response:
    """Make a name and a password, and show them this once: the password is kept nowhere."""
    _require(asked)
    return _drawn(asked, acts.devices.invite_device(asked.acting(), asked.known.user.id, "calendar"))


def revoke(asked: Asked) -> Response:
    """Revoke one calendar: at its next call it gets nothing."""
    acts.devices.revoke_device(asked.acting(), asked.form.get("device", ""))
    return asked.led(f"{CALENDAR}?told=revoked")


def _drawn(asked: Asked, made: Invitation | None = None) -> Response:
    _require(asked)
    known = acts.devices.list_devices(asked.acting())
    mine = [one for one in known if (one.user, one.kind) == (asked.known.user.id, "calendar")]
    return asked.page(
        "calendar.html",
        words=Words(asked),
        made=made,
        calendars=[one for one in reversed(mine) if one.state == "known" or one.seen_on],
        has_team=bool(asked.known.user.team),
        told=asked.query("told") == "revoked",
        address=DOCUMENTS,
        room=DOCUMENTS,
        here_address=CALENDAR,
    )


def _require(asked: Asked) -> None:
    """Refuse whoever has no visits; for them the page does not exist."""
    if not asked.known.may("calendar.read"):
        raise AccessRefused("ACCESS-120")
