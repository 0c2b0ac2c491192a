"""Who calls by name and password: over TLS or from the machine itself, and never with a form's secret."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from behind_guard import calling
from builders_acts import an_office
from houses import as_user
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboards.guard import principal_in
from inspection import acts
from inspection.settings import settings

BY = "insp-liege-1"


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the home of a house with its people."""
    home = tmp_path_factory.mktemp("identity") / "home"
    an_office(settings({"VIGIE_HOME": str(home)})).store.close()
    return home


@pytest.fixture(autouse=True)
def here(own_house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process take that house for its own."""
    monkeypatch.setenv("VIGIE_HOME", str(own_house))


async def who(request: Request) -> Response:
    """Answer who calls."""
    principal = principal_in(request)
    assert principal is not None
    return PlainTextResponse(f"{principal.user} {principal.method}")


def asked(auth: tuple[str, str] | None, url: str = "https://vigie.test", **headers: str) -> Response:
    """Ask with a name and a password."""
    client = calling([Route("/openrosa/who", who)], url)
    return client.get("/openrosa/who", auth=auth, headers=headers)


def test_an_app_password_tells_who_calls() -> None:
    """As it was shown, or typed without its dashes."""
    made = acts.devices.invite_device(as_user(acts.app(), BY), BY, "openrosa")
    assert made.username
    for password in (made.code, made.code.replace("-", "").lower()):
        answer = asked((made.username, password))
        assert (answer.status_code, answer.text) == (200, f"{BY} device")
    assert asked((made.username, made.code), "http://127.0.0.1").status_code == 200


def test_a_password_in_clear_is_refused_whether_right_or_wrong() -> None:
    """The answer does not say which it was."""
    made = acts.devices.invite_device(as_user(acts.app(), BY), BY, "openrosa")
    assert made.username
    right, wrong = (asked((made.username, one), "http://vigie.test") for one in (made.code, "wrong"))
    assert (right.status_code, right.text) == (wrong.status_code, wrong.text)
    assert right.status_code == 403


def test_a_stranger_is_asked_for_a_password_and_a_revoked_one_is_told() -> None:
    """401 with the scheme to use, so that the client asks its user; 410 once it is revoked."""
    made = acts.devices.invite_device(as_user(acts.app(), BY), BY, "openrosa")
    assert made.username
    for auth in (None, ("", ""), ("nobody", "nothing"), (made.username, "wrong")):
        answer = asked(auth)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic realm=")
    for header in ("Basic", "Basic !!!", "Bearer x", "Basic /w==", "Basic " + "A" * 100_000):
        assert asked(None, Authorization=header).status_code == 401
    acts.devices.revoke_device(as_user(acts.app(), BY), made.username)
    assert asked((made.username, made.code)).status_code == 410


def test_a_forms_secret_is_no_app_password() -> None:
    """A cookie that leaked opens no other door."""
    device = acts.devices.enrol_device(
        as_user(acts.app()), acts.devices.invite_device(as_user(acts.app(), BY), BY, "field").code, ""
    )
    assert asked((device.device_id, device.secret)).status_code == 401
