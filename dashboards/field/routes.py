"""The routes of the field form: its files, and what it fetches and sends under /field/api.

Everything under /field/api but enrolling is for a device that the guard knows; the form's texts are nobody's secret and
are given to everybody. A device that was revoked is told so by every other route, and wipes itself. One whose days are
over gets nothing any more, and what it still holds is taken in.
"""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboards.field.answers import guarded, kept, refusal, said, zipped
from dashboards.field.bodies import read_body, read_json, require_json
from dashboards.field.controls import findings, post_control, put_attachment
from dashboards.field.files import app_file, to_page
from dashboards.field.identity import acting, remember, require_own_page
from dashboards.field.look_ups import post_look_up
from dashboards.field.package import package_json
from dashboards.guard import device_in
from inspection import acts
from inspection.control.papers import worker_words
from inspection.errors import ControlFault
from inspection.i18n import LANGUAGES, keys, t
from inspection.time_of import today

_LARGEST_ENROLMENT = 2000  # bytes
_LARGEST_NUMBER = 200
_JSON, _MODULE = "application/json", "text/javascript; charset=utf-8"


def routes() -> list[BaseRoute]:
    """Return the routes, for the application that also serves the screens."""
    api = "/field/api"
    return [
        Route(f"{api}/enrol", guarded(enrol), methods=["POST"]),
        Route(f"{api}/me", guarded(me)),
        Route(f"{api}/me", guarded(number), methods=["POST"]),
        Route(f"{api}/package", guarded(package)),
        Route(f"{api}/checklists/{{sector}}/{{sha256}}.json", guarded(checklist_json)),
        Route(f"{api}/checklists/{{sector}}/{{sha256}}.js", guarded(checklist_rules)),
        Route(f"{api}/texts/{{lang}}.json", guarded(texts)),
        Route(f"{api}/worker/{{lang}}.json", guarded(worker)),
        Route(f"{api}/lookups", guarded(post_look_up), methods=["POST"]),
        Route(f"{api}/controls/{{control}}/attachments/{{sha256}}", guarded(put_attachment), methods=["PUT"]),
        Route(f"{api}/controls/{{control}}/findings", guarded(findings)),
        Route(f"{api}/controls", guarded(post_control), methods=["POST"]),
        Route(f"{api}/{{rest:path}}", guarded(nothing), methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/field/{name:path}", guarded(app_file)),
        Route("/field", guarded(to_page)),
    ]


async def enrol(request: Request) -> Response:
    """Make a device known by the code of an invitation, and give it its session cookie."""
    require_json(request)
    asked = read_json(await read_body(request, _LARGEST_ENROLMENT))
    code, label = asked.get("code"), asked.get("label", "")
    if not isinstance(code, str) or not isinstance(label, str):
        raise ControlFault("CONTROL-335")
    enrolled = await run_in_threadpool(acts.devices.enrol_device, acts.app().at_the_door(), code, label)
    device = await run_in_threadpool(
        acts.devices.device_user, acts.app().at_the_door(), enrolled.device_id, enrolled.secret
    )
    answer = said(_me(device), 201)
    remember(request, answer, enrolled)
    return answer


async def me(request: Request) -> Response:
    """Tell a device whom it speaks for."""
    return said(_me(device_in(request)))


async def number(request: Request) -> Response:
    """Keep the number on which the inspector answers, which every first report carries."""
    require_own_page(request)
    require_json(request)
    telephone = read_json(await read_body(request, _LARGEST_NUMBER)).get("telephone")
    if not isinstance(telephone, str):
        raise ControlFault("CONTROL-337")
    await run_in_threadpool(acts.devices.keep_own_number, acting(request), telephone)
    return said({"telephone": telephone.strip()})


async def package(request: Request) -> Response:
    """Give what the inspector takes along."""
    value = await run_in_threadpool(package_json, acting(request), device_in(request))
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    return Response(*zipped(request, content, headers), media_type=_JSON)


async def checklist_json(request: Request) -> Response:
    """Give the form of a checklist."""
    found = await _checklist(request)
    return kept(request, json.dumps(found.field_form(), ensure_ascii=False, separators=(",", ":")).encode(), _JSON)


async def checklist_rules(request: Request) -> Response:
    """Give the rules of a checklist as a module: data of ours that the browser runs, never a text that it evaluates."""
    return kept(request, (await _checklist(request)).rules_module().encode(), _MODULE)


async def texts(request: Request) -> Response:
    """Give the form's words in a language, to anybody: a device that was revoked must say so, and enrol again."""
    lang: Any = request.path_params["lang"]
    if lang not in LANGUAGES:
        return _no_such("language")
    words = {key: t(key, lang) for key in sorted(keys(lang)) if key.startswith("field.")}
    return kept(request, json.dumps(words, ensure_ascii=False).encode(), _JSON)


async def worker(request: Request) -> Response:
    """Give what a person found at work is asked and told in a language of theirs."""
    catalogue, lang = acts.app().catalogue(today()), request.path_params["lang"]
    if lang not in catalogue.worker_languages:
        return _no_such("language")
    words = worker_words(catalogue, lang)
    return kept(request, json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode(), _JSON)


async def nothing(_: Request) -> Response:
    """Tell that there is no such thing: to a device that is known."""
    return _no_such("thing")


async def _checklist(request: Request) -> Any:
    sector, sha256 = request.path_params["sector"], request.path_params["sha256"]
    found = await run_in_threadpool(acts.weeks.field_checklist, acting(request), sector, sha256)
    if found is None:
        raise ControlFault("CONTROL-333")
    return found


def _me(device: acts.devices.DeviceUser) -> dict[str, str]:
    return {
        "device": device.device_id,
        "user": device.user_id,
        "name": device.name,
        "telephone": device.telephone,
        "language": device.language,
        "expires_at": device.expires_at.isoformat(),
    }


def _no_such(what: str) -> Response:
    return refusal(ControlFault("CONTROL-338", thing=what))
