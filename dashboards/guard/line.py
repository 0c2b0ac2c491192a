"""One websocket of Streamlit, as the guard carries it: it learns which page it is, and how to end."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from dashboards.guard.pages import pages

_FAREWELL_SECONDS = 5.0  # at most, for the last drawing: nothing else passes any more meanwhile
_OVER = 1008  # "policy violation": the nearest of the standard's words
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Line:
    """A websocket that was opened by a session, from its handshake to its end.

    session
        Id of the session.
    """

    def __init__(self, session: str, receive: Receive, send: Send) -> None:
        self.session, self._receive, self._send = session, receive, send
        self._page = ""
        self._is_over, self._is_drawn_anew = False, False
        self._told, self._closed = asyncio.Event(), asyncio.Event()

    async def receive(self) -> Any:
        """Return what the browser says next; nothing any more once the session has ended."""
        while not self._closed.is_set():
            said, closed = asyncio.ensure_future(self._receive()), asyncio.ensure_future(self._closed.wait())
            await asyncio.wait((said, closed), return_when=asyncio.FIRST_COMPLETED)
            closed.cancel()
            if not said.done():
                said.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await said
                break
            message = said.result()
            if not self._is_over or message["type"] != "websocket.receive":
                return message
        return {"type": "websocket.disconnect", "code": _OVER}

    async def send(self, message: Any) -> None:
        """Pass on what the page shows; once the session has ended, only the drawing that says so."""
        if self._closed.is_set():
            return
        if message["type"] == "websocket.send" and (self._is_over or not self._page):
            self._read(message.get("bytes") or b"")
            if self._is_over and not self._is_drawn_anew:
                return
        await self._send(message)

    async def end(self) -> None:
        """Let the page be drawn once more, by which it says that its session has ended, and close."""
        from streamlit.runtime import Runtime  # only who has screens pays for it

        self._is_over = True
        page = Runtime.instance().get_app_session(self._page) if Runtime.exists() and self._page else None
        if page is not None:
            page.request_rerun(None)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), _FAREWELL_SECONDS)
            if self._told.is_set():
                pages().tell(self._page)
        with contextlib.suppress(Exception):  # the browser may be gone already
            await self._send({"type": "websocket.close", "code": _OVER, "reason": ""})
        self._closed.set()

    def _read(self, content: bytes) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = ForwardMsg()
        message.ParseFromString(content)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.initialize.session_id
            self._is_drawn_anew = self._is_over
            pages().opened(self._page, self.session)
        elif kind == "script_finished" and self._is_drawn_anew:
            self._told.set()
