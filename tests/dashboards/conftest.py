"""One house for each file of the screens' tests: what they change, they change in records of their own."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from builders_dashboards import a_house
from streamlit.testing.v1 import AppTest

from inspection.acts import Office


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process its main module back, in whose place Streamlit puts the screen's script.

    A later test that starts a process would run that script in it.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give an open house whose week is proposed, and which this process takes for its own."""
    before = os.environ.get("VIGIE_HOME")
    opened = a_house(tmp_path_factory.mktemp("house") / "home")
    yield opened
    opened.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


@pytest.fixture
def screen(house: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Give a function that draws a screen for somebody who has signed in."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    return draw


def draw(name: str, user: str, lang: str = "en", **query: Any) -> AppTest:
    """Draw a screen once."""

    def script(name):
        import importlib

        importlib.import_module(f"dashboards.screens.{name}").show()

    app = AppTest.from_function(script, kwargs={"name": name}, default_timeout=60)
    app.session_state["user"], app.session_state["lang"] = user, lang
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()
