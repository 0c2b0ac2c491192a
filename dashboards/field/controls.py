"""What the form sends: controls and their attachments, each answered by the hash of what arrived."""

import hashlib
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.field.answers import said
from dashboards.field.bodies import media_type_of, read_body, require_json
from dashboards.field.identity import acting, require_own_page
from dashboards.field.package import four
from inspection import acts
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.trust import Context
from sectors.reader import RuleFault

LARGEST_CONTROL = 1_000_000  # bytes; `read_control` takes no larger one either


async def post_control(request: Request) -> Response:
    """Take in a control, finished or not: 201, or 200 when this content is there already."""
    require_own_page(request)
    require_json(request)
    body = await read_body(request, LARGEST_CONTROL)
    receipt, is_new = await run_in_threadpool(_save, body, acting(request))
    return said(receipt, 201 if is_new else 200)


async def findings(request: Request) -> Response:
    """Name what only guarded answers led to, to the inspector whose control it is; nobody keeps it on the device."""
    found = await run_in_threadpool(acts.controls.guarded_findings, acting(request), request.path_params["control"])
    return said({"named": named(found)})


def named(found: tuple[acts.controls.NamedFinding, ...]) -> list[dict[str, Any]]:
    """Return findings by name as the form shows them."""
    return [{"offence": one.offence, "label": four(one.label), "persons": list(one.persons)} for one in found]


async def put_attachment(request: Request) -> Response:
    """Take in an attachment: 201, or 200 when it is there already."""
    require_own_page(request)
    control, sha256 = request.path_params["control"], request.path_params["sha256"]
    most = acts.app().settings.field.attachment_bytes
    data = await read_body(request, most)
    context, media_type = acting(request), media_type_of(request)
    receipt = await run_in_threadpool(acts.controls.keep_attachment, context, control, data, media_type, sha256=sha256)
    answer = {"sha256": receipt.sha256, "bytes": receipt.bytes, "received_at": receipt.received_at.isoformat()}
    return said(answer, 201 if receipt.is_new else 200)


def _save(body: bytes, context: Context) -> tuple[dict[str, Any], bool]:
    try:
        control = read_control(body, acts.records.checklist_for(context, body))
        saved = acts.controls.save(context, control)
    except RuleFault:
        raise ControlFault("CONTROL-336") from None
    arrived = acts.controls.arrived_attachments(context, control.control_id)
    receipt = {
        "control_id": saved.control_id,
        "sha256": hashlib.sha256(body).hexdigest(),
        "received_at": saved.saved_at.isoformat(),
        "saved": {
            "findings": saved.findings,
            "clocks": saved.clocks,
            "reference": saved.reference,
            "decision": saved.decision,
            "positive": saved.proposal.positive,
            "open": saved.proposal.is_open,
            "named": named(acts.controls.open_findings(context, saved.control_id)),
        },
        "missing_attachments": [ref.sha256 for ref in control.attachments if ref.sha256 not in arrived],
    }
    return receipt, saved.is_new
