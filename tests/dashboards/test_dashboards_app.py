"""The app as a whole: signing in, the menu by role, sessions that end, and the thread behind it."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest
from builders_acts import AT
from builders_dashboards import SUPERVISOR
from streamlit.testing.v1 import AppTest

from dashboards.serving import Turns, _health, serve
from dashboards.sessions import Sessions, sessions
from dashboards.widgets.shared.colours import SCALE, colour, limits
from inspection.acts.alerts import RunTold
from inspection.errors import ReferralFault, SettingsFault
from inspection.i18n import LANGUAGES, keys
from inspection.time_of import now

APP = Path(__file__).parents[2] / "dashboards" / "app.py"


def opened(house, monkeypatch, token: str) -> AppTest:
    """Draw the app for a browser that shows this token."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    monkeypatch.setattr("dashboards.sessions.presented", lambda: token)
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["lang"] = "en"
    return app.run()


def test_whoever_signed_in_is_at_home(house, monkeypatch) -> None:
    """The home screen with the menu of the role, and no token in the address."""
    token = sessions().begin(SUPERVISOR, now())
    app = opened(house, monkeypatch, token)
    assert not app.exception
    assert app.title[0].value == "What waits for me"
    assert SUPERVISOR in app.sidebar.caption[0].value
    assert token not in str(app.query_params)


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_without_a_session_no_screen_shows_anything(house, monkeypatch, token: str) -> None:
    """Neither with none nor with one that somebody guessed; a token in the address is worth nothing."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    monkeypatch.setattr("dashboards.sessions.presented", lambda: token)
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["lang"] = "en"
    app.query_params["session"] = sessions().begin(SUPERVISOR, now())
    app.run()
    assert not app.exception
    assert app.title[0].value == "Vigie"
    assert "session has ended" in app.info[0].value
    assert not app.sidebar.caption


def test_what_one_person_left_in_a_page_is_not_shown_to_the_next(house, monkeypatch) -> None:
    """The same page, connected again by a browser on which somebody else has signed in."""
    app = opened(house, monkeypatch, sessions().begin(SUPERVISOR, now()))
    app.session_state["half_typed"] = "for nobody else"
    other = sessions().begin("insp-liege-1", now())
    monkeypatch.setattr("dashboards.sessions.presented", lambda: other)
    app.run()
    assert "half_typed" not in app.session_state
    assert "insp-liege-1" in app.sidebar.caption[0].value


def test_a_session_ends_by_itself() -> None:
    """Ten idle minutes or eight hours, whichever comes first; or at once when it is ended."""
    kept = Sessions()
    token = kept.begin("u", AT)
    assert kept.resume(token, AT + timedelta(minutes=9)) == "u"
    assert kept.resume(token, AT + timedelta(minutes=20)) is None
    token = kept.begin("u", AT)
    seen = [kept.resume(token, AT + timedelta(minutes=9 * n)) for n in range(1, 56)]
    assert seen[52] == "u"
    assert seen[53] is None
    token = kept.begin("u", AT)
    kept.end(token)
    assert kept.resume(token, AT) is None
    assert token not in repr(kept)


def test_the_menu_has_words_and_screens_have_no_holes() -> None:
    """Every text of the screens exists in all four languages."""
    ours = [{k for k in keys(lang) if k.startswith("screen.")} for lang in LANGUAGES]
    assert ours[0]
    assert all(found == ours[0] for found in ours)


def test_every_alert_has_words() -> None:
    """A new kind of alert cannot empty the home screen."""
    sources = [p.read_text() for p in (APP.parents[1] / "inspection" / "acts").rglob("*.py")]
    kinds = {k for s in sources for k in re.findall(r'(?:raise_alert\(\s*tx,|_alarm\()\s*"([a-z_]+)"', s)}
    kinds |= set(get_args(RunTold))
    assert len(kinds) >= 5
    assert not [k for k in kinds if f"screen.alert.{k}" not in keys("en")]


def test_screens_stay_small_and_hold_no_markup() -> None:
    """A screen is 80 lines at most, and nothing lets HTML of ours into a page."""
    sources = sorted(APP.parent.rglob("*.py"))
    assert all(s.read_text().count("\n") <= 80 for s in sources if s.parent.name == "screens")
    assert not [s for s in sources if "unsafe_allow" in s.read_text()]


def test_only_this_machine_is_served() -> None:
    """As long as signing in proves nothing, no address that others reach is served."""
    with pytest.raises(SettingsFault, match="reached from other machines"):
        serve("0.0.0.0")  # noqa: S104  what must be refused


def test_the_thread_outlives_a_fault_and_stops() -> None:
    """A chore that fails is tried again; stopping waits for the turn that runs."""
    calls = []

    def chore() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ReferralFault("REFER-601", recipient="test", kind="OSError")

    thread = Turns([chore], 0.01)
    thread.start()
    until = time.monotonic() + 60
    while len(calls) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    thread.end()
    assert len(calls) >= 3
    assert not thread.is_alive()
    assert thread.fault == ""


def test_the_thread_goes_at_once_for_what_was_not_there_before() -> None:
    """The turn is an hour away; something new brings it on once, however long that stays where it is."""
    calls, waiting = [], [frozenset({"by hand"})]
    thread = Turns([lambda: calls.append(1)], 3600.0, waiting=lambda: waiting[0])
    thread.start()
    _until(lambda: len(calls) == 1)
    time.sleep(0.6)
    assert len(calls) == 1
    waiting[0] = frozenset({"by hand", "queued just now"})
    _until(lambda: len(calls) == 2)
    time.sleep(0.6)
    thread.end()
    assert len(calls) == 2


def _until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not true() and time.monotonic() < limit:
        time.sleep(0.01)


def test_every_value_has_a_colour() -> None:
    """Few or equal values do not break the scale."""
    for values in ([], [1.0], [2.0, 2.0, 2.0], [float(n) for n in range(100)]):
        between = limits(values)
        assert len(between) < len(SCALE)
        assert all(colour(v, between) in SCALE for v in values)


def test_the_health_of_the_office_says_which_version_runs() -> None:
    """Whoever watches several hosts sees which of them was left behind."""
    turns = Turns([], 60)
    turns.start()
    try:
        told = json.loads(asyncio.run(_health((turns,))(None)).body)
    finally:
        turns.end()
    assert (told["status"], told["version"]) == ("ok", version("vigie-inspection"))
