"""Who sends something: the name and the password of a device, over HTTP Basic, asked for with every request."""

import base64
import binascii

from starlette.requests import Request

from inspection import acts
from inspection.errors import AccessRefused

_LONGEST = 400


def from_basic(request: Request, house: acts.Office) -> acts.DeviceUser:
    """Return who speaks; raises `AccessRefused` for anything but a known device of this kind."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or len(encoded) > _LONGEST:
        raise _unknown()
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise _unknown() from None
    device = acts.device_user(name, password, office=house)
    if device.kind != "openrosa":
        raise _unknown()
    return device


def _unknown() -> AccessRefused:
    advice = "Give the name and the password of an invitation."
    return AccessRefused("No device of this kind", where="openrosa", advice=advice, code="060")
