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
from dashboards.entrance.guests import ENTRANCE, safe_way
from dashboards.field.bodies import read_body
from dashboards.field.identity import is_safe
from dashboards.sessions import COOKIE, LANGUAGE_COOKIE, sessions
from inspection import acts
from inspection.errors import InspectionError
from inspection.i18n import LANGUAGES, Lang, t
from inspection.store.queries import user, users
from inspection.time_of import now
from inspection.trust import may_see

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
        Route(ENTRANCE, _told(page), methods=["GET"]),
        Route(ENTRANCE, _told(enter), methods=["POST"]),
        Route("/sign-out", _told(leave), methods=["POST"]),
        Route(f"{ENTRANCE}/{{name}}", file),
    ]


async def page(request: Request) -> Response:
    """Show who can be picked."""
    query, lang = request.query_params, _language(request)
    people = await run_in_threadpool(lambda: users(acts.app().store))
    made = picking(people, lang, role=query.get("role", ""), district=query.get("district", ""))
    way = safe_way(query.get("next", "/"))
    kept = {"role": query.get("role", ""), "district": query.get("district", ""), "next": way}
    languages = [(one, _NAMES[one], f"{ENTRANCE}?{urlencode({'lang': one, **kept})}") for one in LANGUAGES]
    template = _templates().get_template("entrance.html")
    html = template.render(
        picking=made, lang=lang, way=way, languages=languages, say=lambda key: t(f"screen.{key}", lang)
    )
    return HTMLResponse(html, headers=_SAID)


async def enter(request: Request) -> Response:
    """Begin a session for whoever was picked, and give the browser its cookie; an earlier one ends."""
    form = parse_qs((await read_body(request, _LARGEST_FORM)).decode("utf-8", "replace"), keep_blank_values=True)
    picked, way, lang = (form.get(name, [""])[0] for name in ("user", "next", "lang"))
    known = await run_in_threadpool(lambda: user(acts.app().store, picked))
    if known is None or not known.is_active or not may_see(known, "home"):
        return RedirectResponse(f"{ENTRANCE}?{urlencode({'next': safe_way(way)})}", 303, _SAID)
    sessions().end(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(safe_way(way), 303, _SAID)
    _give(request, answer, COOKIE, sessions().begin(known.id, now()))
    if lang in LANGUAGES:
        _give(request, answer, LANGUAGE_COOKIE, lang)
    return answer


async def leave(request: Request) -> Response:
    """End the session and take the cookie back."""
    sessions().end(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(ENTRANCE, 303, _SAID)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=not _is_plain(request))
    return answer


async def file(request: Request) -> Response:
    """Give what the page is drawn with."""
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("Not found\n", 404)
    return Response((_FOLDER / name).read_bytes(), media_type=_FILES[name], headers={"Cache-Control": "no-cache"})


def _give(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, path="/", httponly=True, samesite="strict", secure=not _is_plain(request))


def _is_plain(request: Request) -> bool:
    """Tell whether a browser reaches this machine itself without TLS; it would refuse a cookie for TLS only."""
    return is_safe(request) and request.url.scheme == "http"


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
