"""One process for the portal: its pages behind the doors and the guard, and nothing of the office beside them."""

import logging
from importlib.metadata import version
from typing import Any

from dashboards.settling import settle
from inspection import acts
from inspection.errors import PortalFault, SettingsFault
from inspection.settings import LOOPBACK


def application() -> Any:
    """Return the ASGI application of the portal: its pages and `/healthz`.

    Errors: `PortalFault` PORTAL-320 for a home that is not the portal's: the office's own cases lie there.
    """
    from starlette.applications import Starlette
    from starlette.routing import Route

    from dashboards.guard import Doors, Guard, Patience
    from dashboards.office import Wearing
    from dashboards.policy import Policy
    from dashboards.portal.around import PORTAL
    from dashboards.portal.routes import portal_routes

    app = acts.app()
    if not app.settings.is_portal:
        raise PortalFault("PORTAL-320")
    pages = Starlette(routes=[Route("/healthz", _healthz), *portal_routes()])
    return Policy(Patience(Doors(Guard(Wearing(pages, PORTAL), app), app.settings)), _NOTHING)


def serve(host: str = "127.0.0.1", port: int = 8502) -> None:
    """Serve the portal until it is interrupted, on this machine: what stands before it speaks to the world.

    Errors: `SettingsFault` for an address that others could reach, and for a home that is not the portal's.
    """
    if host not in LOOPBACK:
        raise SettingsFault("SETTING-042", host=host)
    import uvicorn

    made = application()
    settle()
    logging.getLogger("uvicorn.access").disabled = True  # who looked at what is told by the trail alone
    uvicorn.run(made, host=host, port=port, access_log=False, log_config=None, log_level="warning")


# What an answer may do that says nothing itself, as an address that leads elsewhere.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


async def _healthz(_: Any) -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse({"status": "ok", "version": version("vigie-inspection")})
