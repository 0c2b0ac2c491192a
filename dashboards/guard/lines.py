"""The open websockets: each is closed within a second of the end of the session that opened it."""

import asyncio
import logging
from typing import Any

from starlette.concurrency import run_in_threadpool

from dashboards.guard.handles import handles
from dashboards.guard.line import Line
from dashboards.guard.pages import pages
from inspection import acts
from inspection.errors import InspectionError
from inspection.trust import AppContext

_LOOK_SECONDS = 0.4
_log = logging.getLogger("vigie.guard")


class Lines:
    """The websockets that are open, and the one task that asks the store about all of their sessions at once."""

    def __init__(self, app: AppContext) -> None:
        self._app, self._open = app, set[Line]()
        self._watching: asyncio.Task[None] | None = None
        self._endings = set[asyncio.Task[None]]()

    async def carry(self, line: Line, inner: Any, scope: Any) -> None:
        """Let a websocket through, and cut it when its session ends."""
        self._open.add(line)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        try:
            await inner(scope, line.receive, line.send)
        finally:
            self._open.discard(line)

    async def _watch(self) -> None:
        """Ask again and again as long as a socket is open."""
        while self._open:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self._look()
            except InspectionError as fault:  # the next look meets the same trouble, or finds it gone
                _log.error("%s", fault.code)
            except Exception as fault:  # noqa: BLE001  the task must outlive a database that is away for a minute
                _log.error("%s", type(fault).__name__)

    async def _look(self) -> None:
        asked = {line.session for line in self._open}
        good = await run_in_threadpool(acts.identity.still_open, self._app.at_the_door(), asked)
        over = asked - good
        for line in [one for one in self._open if one.session in over]:
            self._open.discard(line)
            ending = asyncio.create_task(line.end())
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)
        handles().forget(over)
        pages().forget_files(over)
