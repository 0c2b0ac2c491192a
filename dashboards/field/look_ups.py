"""What the registers say of one person, asked from the form; each answer has its minute and its source."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.field.answers import said
from dashboards.field.bodies import read_body, require_json
from dashboards.field.identity import acting, require_own_page
from dashboards.guard import device_in
from inspection import acts
from inspection.errors import AccessRefused
from inspection.time_of import now

_LARGEST = 1000  # bytes


async def post_look_up(request: Request) -> Response:
    """Look somebody up; a device whose days are over hands in what it holds, and looks at nobody any more."""
    require_own_page(request)
    require_json(request)
    body = await read_body(request, _LARGEST)
    if device_in(request).expires_at <= now():
        raise AccessRefused("ACCESS-062")
    asked = acts.controls.read_look_up(body)
    answers = await run_in_threadpool(acts.controls.look_up, acting(request), asked)
    return said({"answers": [_told(one) for one in answers]})


def _told(one: acts.controls.RegisterAnswer) -> dict[str, Any]:
    made = one.declaration.model_dump(mode="json", exclude={"company"}) if one.declaration else {}
    return {
        "register": one.register_key,
        "source": one.source,
        "result": one.result,
        "answered_at": one.answered_at.isoformat(),
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "elsewhere": one.elsewhere,
        **made,
    }
