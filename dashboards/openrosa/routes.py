"""Routes of the OpenRosa face: list of forms, form, manifest, missions, submission."""

import csv
import io
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from dashboards.field.identity import acting
from dashboards.guard import device_in
from dashboards.openrosa.multipart import TooLarge, parse_posted, read_body
from dashboards.openrosa.replies import form_list, hash_of, manifest, refused, reply, said
from inspection import acts
from inspection.errors import InspectionError
from inspection.i18n import t
from inspection.trust import AppContext, Context

_log = logging.getLogger("vigie.openrosa")
Handler = Callable[[Request, Context], Awaitable[Response]]
PREFIX = "/openrosa"
_COLUMNS = ("visit", "label", "workplace", "name", "address")


def openrosa_routes(app: AppContext) -> list[Route]:
    """Return the routes of an office; none where its settings leave this face off."""
    if app.settings.openrosa == "off":
        return []
    face = _Face()
    return [
        Route(f"{PREFIX}/formList", _known(face.list_forms)),
        Route(f"{PREFIX}/forms/{{form}}.xml", _known(face.form)),
        Route(f"{PREFIX}/forms/{{form}}/manifest", _known(face.manifest)),
        Route(f"{PREFIX}/missions.csv", _known(face.missions)),
        Route(f"{PREFIX}/submission", _known(face.submission), methods=["HEAD", "POST"]),
    ]


def _known(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Turn every refusal into an answer that a client can show; the guard let the device in."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request, acting(request))
        except TooLarge:
            return said("The submission is too large. Send it in parts.", 413)
        except ClientDisconnect:
            return said("The submission broke off.", 400)
        except InspectionError as fault:
            return refused(fault)
        except Exception as fault:  # noqa: BLE001  a traceback would end in the server's log
            _log.error("%s", type(fault).__name__)
            return said("The office could not do this. Try again; nothing was lost.", 500)

    return answer


class _Face:
    """The handlers, for whoever the guard let in."""

    async def list_forms(self, request: Request, context: Context) -> Response:
        """Offer the form of every sector, in the device's language."""
        wanted = request.query_params.get("formID")
        base = f"{str(request.base_url).rstrip('/')}{PREFIX}/forms"
        forms = await self._forms(context)
        return form_list(
            {
                "formID": form.id,
                "name": form.label[device_in(request).language],
                "version": form.version,
                "hash": hash_of(form.xml.encode()),
                "downloadUrl": f"{base}/{form.id}.xml",
                "manifestUrl": f"{base}/{form.id}/manifest",
            }
            for form in forms
            if wanted in (None, form.id)
        )

    async def form(self, request: Request, context: Context) -> Response:
        """Give one form."""
        found = [form for form in await self._forms(context) if form.id == request.path_params["form"]]
        return reply(found[0].xml) if found else said("No form has this id.", 404)

    async def manifest(self, request: Request, context: Context) -> Response:
        """Say which files a form needs: the visits of who asks."""
        content = await run_in_threadpool(self._missions, context)
        url = f"{str(request.base_url).rstrip('/')}{PREFIX}/missions.csv"
        return manifest([{"filename": "missions.csv", "hash": hash_of(content), "downloadUrl": url}])

    async def missions(self, _: Request, context: Context) -> Response:
        """Give the visits of who asks for the next days, none that was ordered: where it is, nothing about persons."""
        return reply(await run_in_threadpool(self._missions, context), media_type="text/csv; charset=utf-8")

    async def submission(self, request: Request, context: Context) -> Response:
        """Say what may be sent, or take a submission in."""
        if request.method == "HEAD":
            return reply(status=204)
        kind, options = parse_options_header(request.headers.get("content-type", "").encode())
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            return said("A submission is sent as multipart/form-data.", 415)
        body = await read_body(request.stream(), request.headers.get("content-length"))
        return await run_in_threadpool(self._take, body, options[b"boundary"], context, device_in(request))

    def _take(self, body: bytes, boundary: bytes, context: Context, device: acts.devices.DeviceUser) -> Response:
        posted = parse_posted(body, boundary)
        received = acts.openrosa.receive_submission(
            context, posted.xml or b"", posted.files, device, is_incomplete=posted.is_incomplete
        )
        lang: Any = device.language
        if received.saved is None:
            return said(t("xform.received_more", lang), 202)
        control, missing = received.saved.control_id, ", ".join(received.missing)
        told = [t("xform.received_without" if missing else "xform.received", lang, control=control, missing=missing)]
        if received.kept:
            told.append(t("xform.received_kept", lang, kept=", ".join(received.kept)))
        return said(" ".join(told), 201)

    async def _forms(self, context: Context) -> tuple[acts.openrosa.OfferedForm, ...]:
        return await run_in_threadpool(acts.openrosa.offered_forms, context)

    def _missions(self, context: Context) -> bytes:
        rows = io.StringIO()
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for mission in acts.weeks.listed_missions(context):
            label = " · ".join(part for part in (f"{mission.day}", mission.start or "", mission.name or "") if part)
            writer.writerow(
                " ".join(str(cell or "").split())
                for cell in (mission.visit, label, mission.workplace, mission.name, mission.address)
            )
        return rows.getvalue().encode()
