"""The office without the screens of Streamlit, and the portal, from a thread of the test.

Pages of the shell, the field form and its interface stand behind the same policy, doors and guard as `make serve` puts
there. A server in a process of its own takes three seconds to start and draws the country's map besides; where no
screen is opened, no test needs either. That the real servers do the same is held by `test_dashboards_whole_way.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from field_servers import listening
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboards.field.routes import routes
from dashboards.guard import Doors, Guard, Patience
from dashboards.office import office_routes
from dashboards.policy import Policy
from dashboards.portal.routes import portal_routes
from dashboards.portal.serving import application as portal
from dashboards.proving import PROVERS
from inspection.trust import AppContext

__all__ = ["office_routes", "portal_here", "portal_routes", "routes", "shell_of", "without_screens"]


def without_screens(house: AppContext) -> Any:
    """Return the office's pages and the field form as an application, which says that it is there."""
    pages = Starlette(routes=[Route("/healthz", _well), *office_routes(), *routes()])
    return Policy(Patience(Doors(Guard(pages, house, PROVERS), house.settings)))


async def _well(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


@contextmanager
def shell_of(house: AppContext, port: int = 0) -> Iterator[str]:
    """Give the address of the office of a house, which this process takes for its own."""
    with listening(without_screens(house), port) as taken:
        yield f"http://127.0.0.1:{taken}"


@contextmanager
def portal_here() -> Iterator[str]:
    """Give the address of the portal of the home that this process takes for its own."""
    with listening(portal()) as port:
        yield f"http://127.0.0.1:{port}"
