"""A browser without a screen before the portal: the real application, and somebody who was picked in the demo."""

from typing import Any

from office_shell import token_in
from starlette.testclient import TestClient

from dashboards.guard import LANGUAGE_COOKIE
from dashboards.portal import application

HERE = "http://127.0.0.1:8502"
PAGE = {"accept": "text/html,application/xhtml+xml", "accept-language": "en-GB"}


class Caller:
    """A browser of its own; `user` is signed in by a click."""

    def __init__(self, user: str = "", lang: str = "en") -> None:
        self.client = TestClient(application(), base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
        self.client.cookies.set(LANGUAGE_COOKIE, lang)
        self.user = user
        if user:
            answer = self.post("/sign-in/demo", {"user": user, "next": "/"})
            assert answer.status_code == 303, answer.text

    def get(self, path: str, **headers: str) -> Any:
        """Open a page."""
        return self.client.get(path, headers={**PAGE, **headers})

    def post(self, path: str, data: dict[str, str]) -> Any:
        """Send a form as a page of this house does."""
        return self.client.post(path, data=data, headers={**PAGE, "origin": HERE})

    def send(self, path: str, **fields: str) -> Any:
        """Send a form with the token of this session."""
        return self.post(path, {"form_token": token_in(self.get("/help").text), **fields})
