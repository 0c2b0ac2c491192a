"""A page that was away while its session ended, as on a telephone that slept: it is told to load anew, and no more."""

from typing import Any

_OVER = 1008


async def reload_page(scope: Any, receive: Any, send: Any) -> None:
    """Answer the websocket of such a page: what it shows goes, since loading anew leads to the sign-in.

    Nothing is read from it, and nothing behind the guard hears of it.
    """
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # only who has screens pays for it

    await receive()  # the handshake itself
    protocols = scope.get("subprotocols") or [None]
    message = ForwardMsg()
    message.metadata.cacheable = False
    message.auth_redirect.url = ""  # to a browser: where you are
    await send({"type": "websocket.accept", "subprotocol": protocols[0]})
    await send({"type": "websocket.send", "bytes": message.SerializeToString()})
    await send({"type": "websocket.close", "code": _OVER, "reason": ""})
