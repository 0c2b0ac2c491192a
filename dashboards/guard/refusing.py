"""Saying no, to a request by an answer, to a websocket before it is one."""

from typing import Any

from starlette.responses import Response


async def refuse(refused: Response, scope: Any, receive: Any, send: Any) -> None:
    """Answer a request, or refuse a handshake: with the status where the server can pass it on, else by closing."""
    if scope["type"] == "http":
        await refused(scope, receive, send)
        return
    await receive()  # the handshake itself
    if "websocket.http.response" in scope.get("extensions", {}):
        start = {"type": "websocket.http.response.start", "status": refused.status_code, "headers": refused.raw_headers}
        await send(start)
        await send({"type": "websocket.http.response.body", "body": refused.body})
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
