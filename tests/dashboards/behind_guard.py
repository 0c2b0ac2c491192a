"""Routes of ours behind the guard, as the product serves them."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from dashboards.guard import Guard
from dashboards.proving import PROVERS
from inspection import acts
from inspection.trust import AppContext


def behind_guard(routes: Sequence[BaseRoute], house: AppContext | None = None) -> Any:
    """Serve routes to whoever proves who they are."""
    return Guard(Starlette(routes=list(routes)), house or acts.app(), PROVERS)


def calling(routes: Sequence[BaseRoute], url: str = "http://127.0.0.1", **fields: Any) -> TestClient:
    """A client of routes behind the guard."""
    return TestClient(behind_guard(routes), base_url=url, **fields)
