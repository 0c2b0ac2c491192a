"""The shell of the office before a browser without a screen: a home with people, and what a browser does to a page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

from builders_acts import an_office
from builders_identity import PASSWORD, an_account
from houses import as_user, house_of
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboards.guard import LANGUAGE_COOKIE, SESSION_COOKIE, Doors, Guard
from dashboards.office import office_routes
from inspection import acts
from inspection.errors import AccessRefused
from inspection.settings import DEMO_MARK, settings
from inspection.store.people import SessionRow
from inspection.time_of import now
from inspection.trust import AppContext

HERE = "http://127.0.0.1:8501"
PAGE = {"accept": "text/html,application/xhtml+xml", "accept-language": "en-GB"}
DIRECTION, INSPECTOR, OTHER, DPO = "direction-1", "insp-liege-1", "insp-namur-1", "dpo-1"


@contextmanager
def a_home(home: Path, *, is_demo: bool = False) -> Iterator[AppContext]:
    """Give a home with people of whom some have an account, which this process takes for its own."""
    before = os.environ.get("VIGIE_HOME")
    os.environ["VIGIE_HOME"] = str(home)
    an_office(settings()).store.close()
    if is_demo:
        (home / "registers").mkdir(exist_ok=True)
        (home / DEMO_MARK).touch()
    house = house_of(acts.app())
    first = acts.identity.issue_first_enrolment(house.acting(), DIRECTION)
    acts.identity.redeem_enrolment(house.acting(), first.code, PASSWORD)
    for user in (INSPECTOR, OTHER, DPO):
        an_account(house, user, now())
    yield house
    house.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


class Caller:
    """A browser of its own before the office, without a screen."""

    def __init__(self, house: AppContext) -> None:
        self.house = house

        async def screen(request: Any) -> PlainTextResponse:
            return PlainTextResponse(f"screen {request.url.path}")

        served = Starlette(routes=[*office_routes(), Route("/{path:path}", screen)])
        guarded = Doors(Guard(served, house), house.settings)
        self.client = TestClient(guarded, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
        self.client.cookies.set(LANGUAGE_COOKIE, "en")

    def get(self, path: str, **headers: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers={**PAGE, **headers})

    def post(self, path: str, data: dict[str, str] | None = None, *, origin: str = HERE, **headers: str) -> Any:
        """Send a form, as a page of this house does."""
        return self.client.post(path, data=data or {"pressed": ""}, headers={**PAGE, "origin": origin, **headers})

    def send(self, path: str, shown_on: str = "/office", **fields: str) -> Any:
        """Open a page that somebody sees who has signed in, and send a form with the token that stands there."""
        return self.post(path, {"form_token": token_in(self.get(shown_on).text), **fields})

    def sign_in(self, user: str = INSPECTOR, password: str = PASSWORD, **fields: str) -> Any:
        """Sign in with a local account."""
        return self.post("/sign-in", {"name": user, "password": password, **fields})

    @property
    def token(self) -> str:
        """The token of the session that this browser holds, "" for none."""
        return self.client.cookies.get(SESSION_COOKIE) or ""


def token_in(page: str) -> str:
    """The token that the forms of a page carry; all carry the same."""
    (found,) = set(re.findall(r'name="form_token" value="([0-9a-f]+\.[\w-]+)"', page))
    return str(found)


def words(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def whose(token: str) -> str | None:
    """Whose session a token is, as the store says."""
    try:
        return acts.identity.principal_of(as_user(acts.app()), token).user
    except AccessRefused:
        return None


def make_stale(house: AppContext, token: str) -> None:
    """Let the proof of a session lie far enough back that it is no proof of a moment ago."""
    session_id = acts.identity.principal_of(house.acting(), token).credential
    with house.store.write() as session:
        row = session.get_one(SessionRow, session_id)
        row.proven_at -= timedelta(minutes=house.catalogue(now().date()).identity.fresh_minutes + 1)
        session.add(row)
