"""The guard: who calls is found out here, once, and whoever has not proven it gets nothing behind it."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from dashboards.guard.cookies import session_token
from dashboards.guard.files import foreign_file
from dashboards.guard.handles import HEADER, handles
from dashboards.guard.line import Line
from dashboards.guard.lines import Lines
from dashboards.guard.pages import pages
from dashboards.guard.presence import with_principal
from dashboards.guard.refusing import refuse
from dashboards.guard.reloading import reload_page
from dashboards.guard.resuming import page_shown, without_page
from dashboards.guard.ways import asks_by_itself, is_screen, proof_wanted, way_in
from inspection import acts
from inspection.acts.devices import DeviceUser
from inspection.errors import AccessRefused, InspectionError
from inspection.trust import AppContext
from inspection.trust.identity import Principal

_log = logging.getLogger("vigie.guard")
_SESSION = "vigie.session"
_UNSAID = {"Cache-Control": "no-store"}
Prover = Callable[[Request], tuple[Principal, DeviceUser]]


class TurnedAway(Exception):
    """What a prover raises with the answer that its clients understand."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__(answer.status_code)


class Guard:
    """Puts into the scope who calls; leads to the sign-in whoever wants a page without, and answers 401 for the rest.

    provers
        How the devices of a face prove themselves, by the beginning of its addresses.
    """

    def __init__(self, inner: Any, app: AppContext, provers: Mapping[str, Prover] | None = None) -> None:
        self._inner, self._app, self._provers, self._lines = inner, app, provers or {}, Lines(app)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as what stands behind does to whoever may be there."""
        if scope["type"] not in ("http", "websocket"):
            await self._inner(scope, receive, send)
            return
        try:
            known = await self._known(scope)
        except TurnedAway as turned:
            if await self._is_left(scope):
                await reload_page(scope, receive, send)
            else:
                await refuse(turned.answer, scope, receive, send)
            return
        if scope["type"] == "http":
            await self._inner(known, receive, send)
        else:
            line = Line(known[_SESSION], receive, send)
            await self._lines.carry(line, self._inner, known)

    async def _is_left(self, scope: Any) -> bool:
        """Tell whether a page connects again that was away while its session ended, and may still show what it did."""
        shown = page_shown(scope) if scope["type"] == "websocket" else ""
        session = pages().session_of(shown)
        if session is None or pages().is_told(shown):
            return False
        return not await run_in_threadpool(acts.identity.still_open, self._app.at_the_door(), [session])

    async def _known(self, scope: Any) -> Any:
        wanted = proof_wanted(scope)
        if wanted == "none":
            return scope
        if wanted == "device":
            return await self._with_device(Request(scope))
        principal = await self._principal(HTTPConnection(scope))
        if principal is not None:
            return _let_in(scope, principal)
        if wanted == "asked":
            return scope
        raise TurnedAway(_led_in(scope) if is_screen(scope) else Response(status_code=401, headers=_UNSAID))

    async def _principal(self, call: HTTPConnection) -> Principal | None:
        token = session_token(call)
        if not token:
            return None
        try:
            in_use = not asks_by_itself(call.scope)
            return await run_in_threadpool(acts.identity.principal_of, self._app.at_the_door(), token, in_use=in_use)
        except AccessRefused:
            return None
        except InspectionError as fault:  # the database may be away for a minute
            _log.error("%s", fault.code)
            raise TurnedAway(Response(status_code=503, headers=_UNSAID)) from None

    async def _with_device(self, request: Request) -> Any:
        for prefix, prover in self._provers.items():
            if request.scope["path"].startswith(prefix):
                return with_principal(request.scope, *await run_in_threadpool(prover, request))
        raise TurnedAway(Response(status_code=401, headers=_UNSAID))


def _let_in(scope: Any, principal: Principal) -> Any:
    """Return the scope of what may go on; what belongs to another person's session is turned away."""
    session = principal.credential
    if scope["type"] == "http":
        refused = foreign_file(scope, session)
        if refused is not None:
            raise TurnedAway(refused)
        return with_principal(scope, principal)
    shown = page_shown(scope)
    owner = pages().session_of(shown)
    if shown and owner is None:
        scope = without_page(scope)
    elif shown and owner != session:
        raise TurnedAway(Response(status_code=403, headers=_UNSAID))
    told = (HEADER.encode(), handles().give(principal).encode())
    return {**with_principal(scope, principal), "headers": [*scope["headers"], told], _SESSION: session}


def _led_in(scope: Any) -> Response:
    return RedirectResponse(way_in(scope), 303, _UNSAID)
