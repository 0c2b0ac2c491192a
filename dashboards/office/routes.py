"""The addresses of the shell. Screens keep theirs; the shell's own first page is `/office`."""

import os
import re

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dashboards.guard import SIGN_IN
from dashboards.office import choosing, enrolling, home, keeping, proving, sessions, signing_in
from dashboards.office.addresses import HOME, MOVED, PROVE
from dashboards.office.administration import administration_routes
from dashboards.office.asking import form, page
from dashboards.office.commanding import command_routes
from dashboards.office.concluding import concluding_routes
from dashboards.office.control_form import control_form_routes
from dashboards.office.documents import document_routes
from dashboards.office.drawing import SAID, STATIC
from dashboards.office.holds import hold_routes
from dashboards.office.inspections import inspection_routes
from dashboards.office.joint_actions import action_routes
from dashboards.office.orders import order_routes
from dashboards.office.own_day import day_routes
from dashboards.office.paper import paper_routes
from dashboards.office.passkeys import passkey_routes
from dashboards.office.policy import policy_routes
from dashboards.office.provider import provider_routes
from dashboards.office.referrals import referral_routes
from dashboards.office.searching import search_routes
from dashboards.office.stories import story_routes
from dashboards.office.waiting import waiting_routes
from dashboards.office.week import week_routes

_VERSION = re.compile(r"v-[0-9a-f]{12}/")


def office_routes() -> list[BaseRoute]:
    """Return the routes, for the application that also serves the screens."""
    return [
        page(HOME, home.show),
        form("/me/devices/revoke", sessions.revoke),
        page(enrolling.ENROLMENTS, enrolling.show_codes),
        form(enrolling.ENROLMENTS, enrolling.issue),
        *command_routes(),
        *referral_routes(),
        *paper_routes(),
        *concluding_routes(),
        *control_form_routes(),
        *week_routes(),
        *action_routes(),
        *policy_routes(),
        *day_routes(),
        *search_routes(),
        *story_routes(),
        *inspection_routes(),
        *document_routes(),
        *administration_routes(),
        *waiting_routes(),
        *hold_routes(),
        *order_routes(),
        *(_moved(before, now) for before, now in MOVED.items()),
        *shell_routes(),
        page("/office/{rest:path}", home.nothing),
    ]


def _moved(before: str, now: str) -> BaseRoute:
    """Return the route of a screen that a page replaced."""
    return page(before, lambda _: RedirectResponse(now, 302, {"Cache-Control": "no-store"}))


def shell_routes() -> list[BaseRoute]:
    """Return the routes that every house has which wears this shell: coming in, going out, and one's own pages."""
    return [
        page(SIGN_IN, signing_in.show),
        form(SIGN_IN, signing_in.enter, is_open=True),
        form(f"{SIGN_IN}/demo", signing_in.switch, is_open=True),
        page("/enrol", enrolling.show),
        form("/enrol", enrolling.redeem, is_open=True),
        form("/language", choosing.language, is_open=True),
        form("/theme", choosing.theme, is_open=True),
        form("/sign-out", signing_in.leave, is_open=True),
        form("/sign-out-everywhere", signing_in.leave_everywhere),
        page(sessions.SESSIONS, sessions.show),
        form(f"{sessions.SESSIONS}/end", sessions.end),
        page(PROVE, proving.show),
        form(PROVE, proving.prove),
        page(keeping.KEPT, keeping.show),
        form(keeping.KEPT, keeping.keep),
        page(keeping.AWAY, keeping.away),
        *provider_routes(),
        *passkey_routes(),
        Mount("/office/static", Files(directory=STATIC)),
        page("/me/{rest:path}", home.nothing),
    ]


class Files(StaticFiles):
    """The files that pages are drawn with; a browser keeps those whose address changes with them, and asks for others.

    The service worker stands among them, and watches over every page of this house.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; a script that loads others stands in a folder that is named by all of them."""
        return super().lookup_path(_VERSION.sub("", path))

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, with what a browser may do with it."""
        answer = await super().get_response(path, scope)
        is_versioned = _VERSION.match(path) is not None or scope["query_string"].startswith(b"v=")
        answer.headers["Cache-Control"] = "max-age=31536000, immutable" if is_versioned else "no-cache"
        answer.headers["Service-Worker-Allowed"] = "/"
        answer.headers.update(
            {"Content-Security-Policy": SAID["Content-Security-Policy"]}
        )  # the service worker asks here
        return answer
