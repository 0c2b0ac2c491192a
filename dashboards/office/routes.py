"""The addresses of the shell. Screens keep theirs; the shell's own first page is `/office`."""

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from dashboards.guard import SIGN_IN
from dashboards.office import choosing, enrolling, home, proving, sessions, signing_in
from dashboards.office.addresses import HOME, PROVE
from dashboards.office.asking import form, page
from dashboards.office.commanding import command_routes
from dashboards.office.drawing import STATIC
from dashboards.office.passkeys import passkey_routes
from dashboards.office.provider import provider_routes
from dashboards.office.referrals import referral_routes


def office_routes() -> list[BaseRoute]:
    """Return the routes, for the application that also serves the screens."""
    return [
        page(HOME, home.show),
        form("/me/devices/revoke", sessions.revoke),
        page(enrolling.ENROLMENTS, enrolling.show_codes),
        form(enrolling.ENROLMENTS, enrolling.issue),
        *command_routes(),
        *referral_routes(),
        *shell_routes(),
        page("/office/{rest:path}", home.nothing),
    ]


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
        *provider_routes(),
        *passkey_routes(),
        Mount("/office/static", StaticFiles(directory=STATIC)),
        page("/me/{rest:path}", home.nothing),
    ]
