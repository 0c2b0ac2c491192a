"""How a client of others proves itself: by name and app password, over TLS or within this machine."""

import base64
import binascii

from starlette.requests import Request

from dashboards.field.answers import failed
from dashboards.field.identity import is_safe, known
from dashboards.guard import TurnedAway
from dashboards.openrosa.replies import turned_away
from inspection.acts.devices import DeviceUser
from inspection.errors import AccessRefused
from inspection.trust.identity import Principal


def prove_client(request: Request) -> tuple[Principal, DeviceUser]:
    """Return whose client calls with name and app password, which nobody on the way may read.

    Turns away with 401 whoever is unknown, with 410 who is revoked or over, with 403 who sends a password in clear.
    """
    try:
        if not is_safe(request):
            raise AccessRefused("ACCESS-067")
        return known(*name_and_password(request), "openrosa")
    except Exception as fault:  # noqa: BLE001  a traceback would end in the server's log
        answer = failed(fault)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Vigie", charset="UTF-8"'
    raise TurnedAway(turned_away(answer))


def name_and_password(request: Request) -> tuple[str, str]:
    """Return what a call says of itself by HTTP Basic; two empty texts for a call that says nothing readable."""
    try:
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        plain = base64.b64decode(said, validate=True).decode() if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        plain = ""
    name, _, password = plain.partition(":")
    return name, password
