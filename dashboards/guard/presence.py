"""Who calls, as the guard found out and left it in the scope of a request; no client can write there."""

from collections.abc import Mapping
from typing import Any

from inspection.acts.devices import DeviceUser
from inspection.trust.identity import Principal

_PRINCIPAL, _DEVICE = "vigie.principal", "vigie.device"


def principal_in(call: Mapping[str, Any]) -> Principal | None:
    """Return who has proven to call, None for whoever has not: on ways that are open to anybody.

    call
        The scope of a request or websocket, or the request itself.
    """
    found = call.get(_PRINCIPAL)
    return found if isinstance(found, Principal) else None


def device_in(call: Mapping[str, Any]) -> DeviceUser:
    """Return which device calls, on a way that only devices take.

    Errors: KeyError on any other.
    """
    found = call[_DEVICE]
    assert isinstance(found, DeviceUser)  # noqa: S101  the guard writes nothing else there
    return found


def with_principal(scope: Any, principal: Principal, device: DeviceUser | None = None) -> Any:
    """Return a scope that says who calls."""
    return {**scope, _PRINCIPAL: principal, _DEVICE: device}
