"""One house for each file of the screens' tests: what they change, they change in records of their own."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browsers import chromium
from builders_dashboards import a_house, approve
from field_phone import IS_SLOW
from field_servers import APP, Stub, serving
from houses import as_user
from playwright.sync_api import Browser, BrowserContext
from served_house import served
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from without_screens import shell_of

from inspection import acts
from inspection.trust import AppContext


@pytest.fixture(autouse=True, scope="session")
def scanned_once() -> Iterator[None]:
    """Look for installed components once: Streamlit looks anew for each screen, half the time of drawing it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process its main module back, in whose place Streamlit puts the screen's script.

    A later test that starts a process would run that script in it.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="module")
def house_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give where the house will be: a file with rules of its own lays them there."""
    return tmp_path_factory.mktemp("house") / "home"


@pytest.fixture(scope="module")
def house(house_folder: Path) -> Iterator[AppContext]:
    """Give an open house whose week is proposed, and which this process takes for its own."""
    before = os.environ.get("VIGIE_HOME")
    opened = a_house(house_folder)
    yield opened
    opened.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


@pytest.fixture(scope="module")
def office(house: AppContext) -> AppContext:
    """Give that house once its week is approved."""
    approve(house)
    return house


@pytest.fixture(scope="module")
def address(office: AppContext) -> Iterator[str]:
    """Serve what needs no screen of Streamlit; a file that opens one takes `with_screens` in its place."""
    with shell_of(office) as url:
        yield url


@pytest.fixture(scope="module")
def with_screens(office: AppContext) -> Iterator[str]:
    """Start the real server in a process of its own."""
    with served(office.home) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a phone-sized profile of its own in the module's browser, without a service worker between."""
    made = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    made.set_default_timeout(60_000)
    made.add_init_script(IS_SLOW)
    yield made
    made.close()


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Stub]:
    """Serve the form's files."""
    with serving(shutil.copytree(APP, tmp_path / "app")) as made:
        yield made


@pytest.fixture
def screen(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Give a function that draws a screen for somebody who has signed in."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    return draw


def draw(name: str, user: str, lang: str = "en", **query: Any) -> AppTest:
    """Draw a screen once."""

    def script(name):
        import importlib

        importlib.import_module(f"dashboards.screens.{name}").show()

    app = AppTest.from_function(script, kwargs={"name": name}, default_timeout=300)
    signed_in = acts.identity.sign_in_demo(as_user(acts.app()), user).principal if user else None
    app.session_state["principal"], app.session_state["lang"] = signed_in, lang
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()
