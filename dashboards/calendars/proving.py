"""How a calendar proves itself: by the name and password of its device, over TLS or within this machine.

The address alone opens nothing: it may stand in a log, a history or a message.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from dashboards.field.identity import is_safe, known
from dashboards.guard import TurnedAway
from dashboards.openrosa.identity import name_and_password
from inspection.acts.devices import DeviceUser
from inspection.errors import AccessRefused, InspectionError
from inspection.trust.identity import Principal

_ASKS = {"WWW-Authenticate": 'Basic realm="Vigie", charset="UTF-8"', "Cache-Control": "no-store"}
_UNKNOWN = 401


def prove_calendar(request: Request) -> tuple[Principal, DeviceUser]:
    """Return whose calendar calls; turns away with 401 whoever is unknown, 410 who is revoked, 403 what is in clear."""
    try:
        if not is_safe(request):
            raise AccessRefused("ACCESS-067")
        return known(*name_and_password(request), "calendar")
    except InspectionError as fault:
        status = fault.status_or(_UNKNOWN)
        told = f"[{fault.code}] The office gives this calendar to its own device only.\n"
    raise TurnedAway(PlainTextResponse(told, status, _ASKS if status == _UNKNOWN else {"Cache-Control": "no-store"}))
