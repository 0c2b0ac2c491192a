"""How long a request may take to come: whoever opens a hundred and ends none of them holds nothing for long."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

WAITS_SECONDS = 20  # for the next part of a body; a telephone on a bad line sends one each second or so
_SAID = b"The request did not come to its end in time. Send it again.\n"


class Patience:
    """Answers 408 where the next part of a request's body does not come; after the body nobody is waited for."""

    def __init__(self, app: Callable[..., Awaitable[None]], seconds: float = WAITS_SECONDS) -> None:
        self._inner, self._seconds = app, seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, and its body as far as it comes."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        waiting = _Waiting(receive, send, self._seconds)
        try:
            await self._inner(scope, waiting.receive, waiting.send)
        except Exception:
            if not waiting.is_over:
                raise


class _Waiting:
    """One request: its body as far as it came, and whether it was answered in the place of whoever stalled it."""

    def __init__(self, receive: Receive, send: Send, seconds: float) -> None:
        self._receive, self._send, self._seconds = receive, send, seconds
        self._has_come = self._is_answered = self.is_over = False

    async def receive(self) -> Message:
        if self._has_come:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._seconds)
        except TimeoutError:
            await self._give_up()
            return {"type": "http.disconnect"}
        self._has_come = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        self._is_answered = True
        if not self.is_over:
            await self._send(message)

    async def _give_up(self) -> None:
        self._has_come, self.is_over = True, not self._is_answered
        if self._is_answered:  # what has begun goes on to its end
            return
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await self._send({"type": "http.response.start", "status": 408, "headers": headers})
        await self._send({"type": "http.response.body", "body": _SAID})
