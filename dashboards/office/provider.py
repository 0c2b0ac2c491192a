"""Signing in, and proving it again, by the provider of identities; and out again there."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboards.guard import give_session, session_token
from dashboards.office.addresses import way_after
from dashboards.office.asking import Asked, form, page
from dashboards.office.faults import said_of, status_of
from dashboards.office.forms import read_form
from dashboards.office.origins import led_to_provider_host
from dashboards.office.pending import Kept, keep, kept, take
from dashboards.office.proving import prove_page
from dashboards.office.signing_in import sign_in_page
from inspection import acts
from inspection.acts.identity import SignedIn
from inspection.acts.identity.provider import ProviderAnswer
from inspection.errors import AccessRefused, InspectionError

_log = logging.getLogger("vigie.office")
_WAY, _LINK = "vigie_provider", "vigie_link"
_LINKING = "/sign-in/provider-link"


def provider_routes() -> list[BaseRoute]:
    """Return the routes, for the office; without a provider in the settings they say that there is none."""
    return [
        page("/sign-in/provider", begin),
        page("/me/prove/provider", begin_again),
        page("/sign-in/provider-back", come_back),
        page(_LINKING, show_link),
        form(_LINKING, link, is_open=True),
        page("/sign-in/provider-out", leave),
        Route("/sign-in/provider-ended", ended, methods=["POST"]),
    ]


def begin(asked: Asked) -> Response:
    """Lead to the provider."""
    led = led_to_provider_host(asked.request, acts.app().settings.proof)
    return led or _led_there(asked, "")


def begin_again(asked: Asked) -> Response:
    """Lead to the provider, which asks whoever is signed in here anew."""
    led = led_to_provider_host(asked.request, acts.app().settings.proof)
    return led or _led_there(asked, session_token(asked.request))


def come_back(asked: Asked) -> Response:
    """Take what a browser brings back from the provider: a session, a further proof, or the question for a code."""
    here, found = acts.app().at_the_door(), kept(asked.request, _WAY)
    answer = ProviderAnswer(state=asked.query("state"), code=asked.query("code"), issuer=asked.query("iss"))
    before = session_token(asked.request)
    try:
        if found.is_again:
            done = acts.identity.provider.step_up_by_provider(here, before, found.pending, answer)
        else:
            made = acts.identity.provider.sign_in_by_provider(here, found.pending, answer, replacing=before)
            if not isinstance(made, SignedIn):
                return _asked_for_code(asked, Kept(made.pending, found.way))
            done = made
    except AccessRefused as fault:
        if found.is_again and asked.visitor is not None:
            return _forgotten(asked, prove_page(asked, found.way, fault))
        return _forgotten(asked, sign_in_page(asked, way=found.way, fault=fault))
    return _let_in(asked, done, found.way)


def show_link(asked: Asked) -> Response:
    """Ask whoever the provider knows, and this house does not yet, for a code of enrolment."""
    return _link_page(asked)


def link(asked: Asked) -> Response:
    """Take the code: from now on the provider alone signs in."""
    found = kept(asked.request, _LINK)
    code, before = asked.form.get("code", ""), session_token(asked.request)
    try:
        done = acts.identity.provider.link_provider(acts.app().at_the_door(), found.pending, code, replacing=before)
    except AccessRefused as fault:
        return _link_page(asked, fault, code)
    return _let_in(asked, done, found.way)


def leave(_: Asked) -> Response:
    """Lead to where the provider ends its own session."""
    there = acts.identity.provider.way_out(acts.app().at_the_door()) or "/sign-in"
    return RedirectResponse(there, 303, {"Cache-Control": "no-store"})


async def ended(request: Request) -> Response:
    """Take the provider's own word that somebody signed out there, which it signed (back-channel logout)."""
    try:
        sent = await read_form(request)
        await run_in_threadpool(
            acts.identity.provider.end_by_provider, acts.app().at_the_door(), sent.get("logout_token", "")
        )
    except InspectionError as fault:
        _log.warning("%s", fault.code)
        return Response(status_code=503 if fault.status_or(400) >= 500 else 400, headers={"Cache-Control": "no-store"})
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


def _led_there(asked: Asked, token: str) -> Response:
    way = way_after(asked.query("next"))
    try:
        made = acts.identity.provider.ask_provider(acts.app().at_the_door(), token)
    except AccessRefused as fault:
        return prove_page(asked, way, fault) if token else sign_in_page(asked, way=way, fault=fault)
    answer = asked.led(made.address)
    keep(asked.request, answer, _WAY, Kept(made.pending, way, bool(token)))
    return answer


def _asked_for_code(asked: Asked, found: Kept) -> Response:
    answer = _forgotten(asked, asked.led(_LINKING))
    keep(asked.request, answer, _LINK, found)
    return answer


def _link_page(asked: Asked, fault: AccessRefused | None = None, code: str = "") -> Response:
    values = {
        "typed": code,
        "refusal": said_of(fault, asked.look.lang) if fault else "",
        "code": fault.code if fault else "",
    }
    return asked.page("link.html", status_of(fault) if fault else 200, **values)


def _let_in(asked: Asked, done: SignedIn, way: str) -> Response:
    answer = _forgotten(asked, asked.led(way_after(way)))
    take(asked.request, answer, _LINK)
    give_session(asked.request, answer, done.token)
    return answer


def _forgotten(asked: Asked, answer: Response) -> Response:
    take(asked.request, answer, _WAY)
    return answer
