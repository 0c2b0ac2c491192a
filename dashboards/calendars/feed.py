"""The address that a calendar reads."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboards.field.identity import acting
from inspection import acts
from inspection.errors import InspectionError

FEED = "/calendar/team.ics"
_log = logging.getLogger("vigie.calendar")
_SAID = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def calendar_routes() -> list[Route]:
    """Return the routes of an office; the guard lets in a calendar's own device only."""
    return [Route(FEED, _feed)]


async def _feed(request: Request) -> Response:
    try:
        content = await run_in_threadpool(lambda: acts.weeks.own_calendar(acting(request)))
    except InspectionError as fault:
        return PlainTextResponse(f"[{fault.code}] The office cannot give this calendar.\n", fault.status_or(403), _SAID)
    except Exception as fault:  # noqa: BLE001  a traceback would end in the server's log
        _log.error("%s", type(fault).__name__)
        return PlainTextResponse("The office could not do this. Read it again later.\n", 500, _SAID)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_SAID)
