"""The routes of the entrance: the page, signing in, signing out."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboards.entrance.choosing import picking
from dashboards.field.bodies import read_body
from dashboards.guard import LANGUAGE_COOKIE, SIGN_IN, give_session, is_plain, safe_way, session_token, take_session
from inspection import acts
from inspection.errors import AccessRefused, InspectionError
from inspection.i18n import LANGUAGES, Lang, t
from inspection.store.queries import users

_FOLDER = Path(__file__).parent
_LARGEST_FORM = 4000  # bytes
_FILES = {"entrance.css": "text/css; charset=utf-8", "entrance.js": "text/javascript; charset=utf-8"}
_NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
_SAID = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
Handler = Callable[[Request], Awaitable[Response]]


def entrance_routes() -> list[BaseRoute]:
    """Return the routes, for the application that also serves the screens."""
    return [
        Route(SIGN_IN, _told(page), methods=["GET"]),
        Route(SIGN_IN, _told(enter), methods=["POST"]),
        Route("/sign-out", _told(leave), methods=["POST"]),
        Route(f"{SIGN_IN}/{{name}}", file),
    ]


async def page(request: Request) -> Response:
    """Show who can be picked."""
    query, lang = request.query_params, _language(request)
    app = acts.app()
    people = await run_in_threadpool(users, app.store) if app.settings.is_demo else []
    made = picking(people, lang, role=query.get("role", ""), district=query.get("district", ""))
    way = safe_way(query.get("next", "/"))
    kept = {"role": query.get("role", ""), "district": query.get("district", ""), "next": way}
    languages = [(one, _NAMES[one], f"{SIGN_IN}?{urlencode({'lang': one, **kept})}") for one in LANGUAGES]
    template = _templates().get_template("entrance.html")
    html = template.render(
        picking=made, lang=lang, way=way, languages=languages, say=lambda key: t(f"screen.{key}", lang)
    )
    return HTMLResponse(html, headers=_SAID)


async def enter(request: Request) -> Response:
    """Begin a session for whoever was picked, and give the browser its cookie; an earlier one ends."""
    form = parse_qs((await read_body(request, _LARGEST_FORM)).decode("utf-8", "replace"), keep_blank_values=True)
    picked, way, lang = (form.get(name, [""])[0] for name in ("user", "next", "lang"))
    replacing = session_token(request)
    try:
        done = await run_in_threadpool(acts.identity.sign_in_demo, acts.acting(), picked, replacing=replacing)
    except AccessRefused:
        return RedirectResponse(f"{SIGN_IN}?{urlencode({'next': safe_way(way)})}", 303, _SAID)
    answer = RedirectResponse(safe_way(way), 303, _SAID)
    give_session(request, answer, done.token)
    if lang in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, lang, path="/", samesite="lax", secure=not is_plain(request))
    return answer


async def leave(request: Request) -> Response:
    """End the session and take the cookie back."""
    await run_in_threadpool(acts.identity.sign_out, acts.acting(), session_token(request))
    answer = RedirectResponse(SIGN_IN, 303, _SAID)
    take_session(request, answer)
    return answer


async def file(request: Request) -> Response:
    """Give what the page is drawn with."""
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("Not found\n", 404)
    return Response((_FOLDER / name).read_bytes(), media_type=_FILES[name], headers={"Cache-Control": "no-cache"})


def _language(request: Request) -> Lang:
    """Return the language of the page: as chosen now or before, else as the browser asks, else French."""
    asked = [one.strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")]
    for lang in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), *asked):
        if lang in LANGUAGES:
            return lang
    return "fr"


def _told(handler: Handler) -> Handler:
    """Turn a fault of ours into a plain answer by its code: the database may be away for a minute."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except InspectionError as fault:
            return PlainTextResponse(f"[{fault.code}] The office cannot do this now. Try again.\n", 503, _SAID)

    return answer


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
