"""`vigie login`: whoever is signed in here lets the command on this machine act as them, after being asked."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboards.office.asking import Asked, form, page
from dashboards.office.drawing import SAID
from dashboards.office.faults import status_of
from dashboards.office.forms import read_form
from inspection import acts
from inspection.errors import InspectionError
from inspection.time_of import today

_AUTHORIZE = "/command/authorize"
_UNSAID = {"Cache-Control": "no-store"}


def command_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(_AUTHORIZE, show),
        form(_AUTHORIZE, allow),
        page("/command/done", done),
        Route("/command/token", give, methods=["POST"]),
    ]


def show(asked: Asked) -> Response:
    """Ask whoever is signed in whether the command on this machine may act as them."""
    way, challenge, state = (asked.query(name) for name in ("redirect_uri", "code_challenge", "state"))
    acts.identity.check_command(way, challenge, state)
    hours = acts.app().catalogue(today()).identity.command_longest_minutes // 60
    answer = asked.page("command.html", way=way, challenge=challenge, state=state, hours=hours)
    # A form's answer leads back to the command, which listens on a port of its own: a browser asks whether it may.
    own = way.rpartition("/")[0]
    answer.headers["Content-Security-Policy"] = SAID["Content-Security-Policy"].replace(
        "form-action 'self'", f"form-action 'self' {own}"
    )
    return answer


def allow(asked: Asked) -> Response:
    """Let it, and bring it the code with which it gets its credential."""
    way, state = asked.form.get("redirect_uri", ""), asked.form.get("state", "")
    code = acts.identity.allow_command(asked.acting(), way, asked.form.get("code_challenge", ""), state)
    return RedirectResponse(f"{way}?{urlencode({'code': code, 'state': state})}", 303, _UNSAID)


def done(asked: Asked) -> Response:
    """Say that the command has what it asked for, or that it has not."""
    return asked.page("command_done.html", is_done=asked.query("told") != "refused")


async def give(request: Request) -> Response:
    """Give the command its credential for a code, once, if it shows that it was the one that asked."""
    try:
        sent = await read_form(request)
        given = (sent.get(name, "") for name in ("code", "code_verifier", "redirect_uri"))
        made = await run_in_threadpool(acts.identity.redeem_command, acts.app().at_the_door(), *given)
    except InspectionError as fault:
        return JSONResponse({"code": fault.code}, status_of(fault), headers=_UNSAID)
    told = {"token": made.token, "user": made.principal.user, "ends_at": made.ends_at.isoformat()}
    return JSONResponse(told, headers=_UNSAID)
