"""What a page says when something cannot be done: in the reader's language, with the code, and never more than that.

What is absent and what is not for the one who asks are answered alike, so that nothing is learnt from asking.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response

from dashboards.office.drawing import SAID
from inspection.errors import AccessRefused, InspectionError, unforeseen
from inspection.i18n import Lang, keys

_log = logging.getLogger("vigie.office")
# Not of this role, district or service, or somebody else's: the same as what does not exist.
_NOT_TOLD = frozenset(
    {"ACCESS-010", "ACCESS-020", "ACCESS-030", "ACCESS-040", "ACCESS-065", "ACCESS-081", "CONTROL-322"}
    | {"PORTAL-301", "REFER-750"}
)
_OURS = 500  # and above: the house's own trouble, of which a log tells


async def told(answer: Callable[[], Awaitable[Response]], refused: Callable[[InspectionError], Response]) -> Response:
    """Return an answer, or the page that says why there is none; `refused` makes it."""
    try:
        return await answer()
    except ClientDisconnect:
        raise
    except InspectionError as fault:
        found = fault
    except Exception as fault:  # noqa: BLE001  its text may speak of a person: told by kind and place only
        found = unforeseen(fault)
    shown = alike(found)
    if shown.status_or(400) >= _OURS or shown.family == "VIGIE":
        _log.error("%s", shown)
    return await run_in_threadpool(_made, refused, shown)


def alike(fault: InspectionError) -> InspectionError:
    """Return the fault that is told: one for all that is absent or not for the one who asks."""
    return AccessRefused("ACCESS-120") if fault.code in _NOT_TOLD else fault


def said_of(fault: InspectionError, lang: Lang) -> str:
    """Return the text that says what a fault is: its own, else that of its family, else that it was refused."""
    return said_of_code(fault.code, lang)


def said_of_code(code: str, lang: Lang) -> str:
    """Return the same text by a code that was kept."""
    own = (f"fault.{code}", f"fault.{code.partition('-')[0]}")
    return next((key for key in own if f"screen.{key}" in keys(lang)), "fault.other")


def status_of(fault: InspectionError) -> int:
    """Return the HTTP status of the page that tells a fault."""
    return fault.status_or(_OURS if fault.family == "VIGIE" else 400)


def _made(refused: Callable[[InspectionError], Response], fault: InspectionError) -> Response:
    try:
        return refused(fault)
    except InspectionError as worse:  # the database is away, and with it whoever asks
        _log.error("%s", worse.code)
        return PlainTextResponse(f"[{fault.code}] The office cannot do this now. Try again.\n", 503, SAID)
