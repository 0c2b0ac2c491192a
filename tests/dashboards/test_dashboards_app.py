"""The app as a whole: signing in, the menu by role, sessions that end, and the thread behind it."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest
from builders_dashboards import DIRECTION, INSPECTOR, SUPERVISOR
from builders_sessions import moved, signed_in
from streamlit.testing.v1 import AppTest

from dashboards.desk import Desk
from dashboards.guard.handles import handles
from dashboards.serving import Turns, _health, following, serve
from dashboards.widgets.shared.colours import SCALE, limits, step
from inspection import acts
from inspection.acts.alerts import RunTold
from inspection.errors import AccessRefused, ReferralFault, SettingsFault
from inspection.i18n import LANGUAGES, keys
from inspection.store.people import UserRow
from inspection.store.queries import user

APP = Path(__file__).parents[2] / "dashboards" / "app.py"


def opened(house, monkeypatch, handle: str) -> AppTest:
    """Draw the app for a connection to which the guard gave this handle."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    monkeypatch.setattr("dashboards.guard.screens.presented", lambda: handle)
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["lang"] = "en"
    return app.run()


def is_over(app: AppTest) -> bool:
    """Whether the page says that the session has ended, and shows nothing else."""
    shown = [one.value for one in app.info]
    return (
        app.title[0].value == "Vigie" and any("session has ended" in one for one in shown) and not app.sidebar.caption
    )


def test_whoever_signed_in_is_at_home(house, monkeypatch) -> None:
    """The home screen with the menu of the role, and neither token nor handle in the address."""
    done = signed_in(house, SUPERVISOR)
    app = opened(house, monkeypatch, handle := handles().give(done.principal))
    assert not app.exception
    assert app.title[0].value == "Analysis"
    assert any("stElementToolbar" in one.proto.body for one in app.get("html"))  # a table hands over no file
    assert SUPERVISOR in app.sidebar.caption[0].value
    assert not {done.token, handle, done.principal.credential} & {str(v) for v in app.query_params.values()}


def test_without_a_session_no_screen_shows_anything(house, monkeypatch) -> None:
    """Neither with none nor with a guess, nor with what others may know: token, id of the session, name of the user."""
    done = signed_in(house, SUPERVISOR)
    handle = handles().give(done.principal)
    for shown in ("", "x" * 43, done.token, done.principal.credential, SUPERVISOR):
        monkeypatch.setenv("VIGIE_HOME", str(house.home))
        monkeypatch.setattr("dashboards.guard.screens.presented", lambda shown=shown: shown)
        app = AppTest.from_file(str(APP), default_timeout=300)
        app.session_state["lang"] = "en"
        app.query_params["session"] = handle
        app.run()
        assert not app.exception
        assert is_over(app)


def test_what_one_person_left_in_a_page_is_not_shown_to_the_next(house, monkeypatch) -> None:
    """The same page, connected again by a browser on which somebody else has signed in."""
    app = opened(house, monkeypatch, handles().give(signed_in(house, SUPERVISOR).principal))
    app.session_state["half_typed"] = "for nobody else"
    other = handles().give(signed_in(house, INSPECTOR).principal)
    monkeypatch.setattr("dashboards.guard.screens.presented", lambda: other)
    app.run()
    assert "half_typed" not in app.session_state
    assert INSPECTOR in app.sidebar.caption[0].value


@pytest.mark.parametrize(
    "because", ["idle", "absolute", "ended", "ended everywhere", "by the direction", "left", "no demo home any more"]
)
@pytest.mark.few(3)
def test_an_open_page_asks_the_store_at_each_run(house, monkeypatch, because: str) -> None:
    """Whatever ends a session, the next run of the page shows nothing more; its moments are moved, nobody waits."""
    user = "head-namur" if because == "left" else INSPECTOR
    done = signed_in(house, user)
    app = opened(house, monkeypatch, handles().give(done.principal))
    assert user in app.sidebar.caption[0].value
    app.session_state["half_typed"] = "for nobody else"
    if because == "idle":
        moved(house, done, seen_minutes=11)
    elif because == "absolute":
        moved(house, done, ends_minutes=-1)
    elif because == "ended":
        acts.identity.sign_out(house.acting(), done.token)
    elif because == "ended everywhere":
        acts.identity.sign_out_everywhere(house.acting_as(done.principal))
    elif because == "by the direction":
        direction = signed_in(house, DIRECTION).principal
        acts.identity.end_sessions_of(house.acting_as(direction), user)
    elif because == "left":
        gone(house, user)
    else:
        monkeypatch.setattr("inspection.settings.Settings.is_demo", False)
    app.run()
    assert not app.exception
    assert is_over(app)
    assert "half_typed" not in app.session_state


def gone(house, user: str) -> None:
    """Let somebody leave, as a roster without them would."""
    with house.store.write() as session:
        session.get_one(UserRow, user).active = False


def test_a_role_that_changes_counts_at_the_next_run(house, monkeypatch) -> None:
    """The menu is that of today's roster, not of the role in which somebody signed in."""
    done = signed_in(house, "insp-namur-2")
    app = opened(house, monkeypatch, handles().give(done.principal))
    before = signed_in_roles(app)
    with house.store.write() as session:
        session.get_one(UserRow, "insp-namur-2").role = "team_head"
    app.run()
    assert (before, signed_in_roles(app)) == ({"inspector"}, {"team_head"})


def signed_in_roles(app: AppTest) -> frozenset[str]:
    return app.session_state["principal"].roles


def test_a_button_of_a_session_that_ended_does_nothing(house, monkeypatch) -> None:
    """What a click does runs before the page is drawn anew: the act itself asks the store."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    done = signed_in(house, INSPECTOR)
    known = user(house.store, INSPECTOR)
    assert known is not None
    desk = Desk(known, "en", house, done.principal)
    assert desk.acting().principal == done.principal
    acts.identity.sign_out(house.acting(), done.token)
    with pytest.raises(AccessRefused, match="ACCESS-072"):
        desk.acting()


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
    """A screen is 90 lines at most, and nothing lets HTML of ours into a page."""
    sources = sorted(APP.parent.rglob("*.py"))
    assert all(s.read_text().count("\n") <= 90 for s in sources if s.parent.name == "screens")
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


def test_files_that_cannot_be_used_are_told_by_their_code_and_the_thread_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It reads them again every few seconds, and is no fault of the office: what was read before stays in force."""
    monkeypatch.setattr(acts, "reload_home", lambda: ("RULE-105",))
    thread = following(0.01)
    thread.start()
    _until(lambda: thread.turns >= 2)
    thread.end()
    assert (thread.turns >= 2, thread.fault) == (True, "")
    assert "[RULE-105] files of the home changed and cannot be used" in caplog.text


def _until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not true() and time.monotonic() < limit:
        time.sleep(0.01)


def test_every_value_has_a_colour() -> None:
    """Few or equal values do not break the scale."""
    for values in ([], [1.0], [2.0, 2.0, 2.0], [float(n) for n in range(100)]):
        between = limits(values)
        assert len(between) < len(SCALE)
        assert all(step(v, between) in range(len(SCALE)) for v in values)


def test_the_health_of_the_office_says_which_version_runs() -> None:
    """Whoever watches several hosts sees which of them was left behind."""
    turns = Turns([], 60)
    turns.start()
    try:
        told = json.loads(asyncio.run(_health((turns,))(None)).body)
    finally:
        turns.end()
    assert (told["status"], told["version"]) == ("ok", version("vigie-inspection"))
