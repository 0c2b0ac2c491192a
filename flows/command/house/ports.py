"""The port of the office, looked at before anything is loaded: a wrong one is one message, at once."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress

from inspection.errors import SettingsFault

_LAST = 65_535  # the last port that there is
_UNPRIVILEGED = 8501  # the office's own by default


def port_of(given: str | int) -> int:
    """Return a port as a number; the one that is taken by default is asked about too, as the number that it is.

    Errors: SettingsFault SETTING-048 for what is none.
    """
    text = str(given)
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port <= _LAST:
        raise SettingsFault("SETTING-048", text=text, last=_LAST)
    return port


def require_free(host: str, port: int) -> None:
    """Refuse a port on which somebody listens already, or on which this account may not.

    Errors: SettingsFault SETTING-049. A host that is none is left to whoever listens on it.
    """
    with suppress(socket.gaierror):
        for family, kind, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            _try(family, kind, address, port)


def _try(family: int, kind: int, address: object, port: int) -> None:
    try:
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was just left may be taken again
            tried.bind(address)  # type: ignore[arg-type]  # as getaddrinfo gave it
    except OSError as fault:
        if fault.errno not in (errno.EADDRINUSE, errno.EACCES):
            return  # a kind of address that this machine does not have
        if fault.errno == errno.EACCES:
            raise SettingsFault("SETTING-053", port=port, other=_UNPRIVILEGED) from None
        raise SettingsFault("SETTING-049", port=port, other=port % _LAST + 1) from None
