"""One process for the office: the screens, and the thread that hands referrals over, stopped together and cleanly."""

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboards.settling import settle
from inspection import acts
from inspection.errors import InspectionError, SettingsFault
from inspection.i18n import LANGUAGES, keys
from inspection.settings import LOOPBACK
from inspection.territory import cantons, outlines
from inspection.trust import AppContext

_APP = Path(__file__).parent / "app.py"
_LOOK_SECONDS = 0.4
_log = logging.getLogger("vigie.office")


class Turns(threading.Thread):
    """Calls chores every few seconds until it is told to stop; at once when there is something new to do.

    A chore that fails is tried again at the next turn; what went wrong is told by its code only.

    waiting
        Gives what waits to be done. It is asked several times a second, so it must be a cheap look. None where nothing
        is waited for: the thread then sleeps from turn to turn.
    """

    def __init__(
        self,
        chores: Sequence[Callable[[], object]],
        every_seconds: float,
        *,
        waiting: Callable[[], frozenset[str]] | None = None,
    ) -> None:
        super().__init__(name="vigie-turns", daemon=True)
        self._chores, self._every, self._ending = tuple(chores), every_seconds, threading.Event()
        self._waiting, self._seen = waiting, frozenset[str]()
        self.turns, self.fault = 0, ""

    def run(self) -> None:
        """Take turns until the end."""
        while not self._ending.is_set():
            self._is_called()  # what waits now is what this turn is for
            self.fault = next((code for chore in self._chores if (code := _tried(chore))), "")
            self.turns += 1
            self._pause()

    def end(self, seconds: float = 10.0) -> None:
        """Ask it to stop, and wait until the turn that runs is over."""
        self._ending.set()
        self.join(seconds)

    def _pause(self) -> None:
        """Wait for the next turn, or until something waits that did not when it was last looked at."""
        until = time.monotonic() + self._every
        step = self._every if self._waiting is None else min(_LOOK_SECONDS, self._every)
        while not self._ending.wait(step) and time.monotonic() < until:
            if self._is_called():
                return

    def _is_called(self) -> bool:
        before = self._seen
        try:
            self._seen = self._waiting() if self._waiting is not None else before
        except Exception:  # noqa: BLE001  the next turn meets the same trouble, and tells it
            return False
        return bool(self._seen - before)


def _tried(chore: Callable[[], object]) -> str:
    try:
        chore()
    except InspectionError as fault:
        return fault.code
    except Exception as fault:  # noqa: BLE001  the thread must outlive a database that is away for a minute
        return type(fault).__name__
    return ""


def following(every_seconds: float = 5.0) -> Turns:
    """Return the thread that reads files of the home again once they changed; what is wrong with them stops nothing."""

    def reload() -> None:
        for code in acts.reload_home():
            _log.warning("[%s] files of the home changed and cannot be used; what was read before stays in force", code)

    return Turns([reload], every_seconds)


def deliveries(app: AppContext, every_seconds: float = 5.0) -> Turns:
    """Return the thread that hands referrals over, and nothing else, so that no sheet or reminder holds one up.

    It looks for new ones several times a second, whichever process queued them. The flow `deliver_referrals` is the net
    under it: a lease on each delivery keeps the two apart.
    """
    ways = acts.outbox.followed_transports(app)
    return Turns(
        [lambda: acts.delivery.deliver(app.acting_as_flow("deliver_referrals"), ways.value)],
        every_seconds,
        waiting=lambda: acts.delivery.due(app.acting_as_flow("deliver_referrals")),
    )


def _other_deliveries(app: AppContext) -> list[Callable[[], object]]:
    """Return what a second thread sends: notices and weekly lists."""
    ways = acts.outbox.followed_transports(app)
    return [
        lambda: acts.delivery.deliver_notices(app.acting_as_flow("deliver_referrals"), ways.value),
        lambda: acts.delivery.deliver_lists(app.acting_as_flow("deliver_referrals"), ways.value),
    ]


def portal_turns(app: AppContext, every_seconds: float = 5.0) -> Turns:
    """Return the thread between office and portal: an act is on the portal within a second, a word taken in as soon.

    Where there is no portal it looks for one now and then, and does nothing. The flow `deliver_referrals` is the net.
    """

    def waiting() -> frozenset[str]:
        is_there = acts.portal.portal_app(app) is not None
        return acts.portal.crossing.waiting(app.acting_as_flow("portal")) if is_there else frozenset()

    return Turns([lambda: acts.portal.crossing.cross(app.acting_as_flow("portal"))], every_seconds, waiting=waiting)


def application(*, every_seconds: float = 5.0, chores: Sequence[Callable[[], object]] = ()) -> Any:
    """Return the ASGI application: Streamlit, the field form, `/healthz`, and the threads that live as long as these.

    Forms for clients of others are served too where the settings say so.

    Arguments: `chores` what a second thread does at each turn, such as writing the sheets of weeks just approved.
    """
    from starlette.routing import Route
    from streamlit.runtime import Runtime
    from streamlit.starlette import App

    from dashboards.calendars import calendar_routes
    from dashboards.field.routes import routes
    from dashboards.guard import Doors, Guard, Patience, set_up_streamlit, watch_files
    from dashboards.menu import SCREENS
    from dashboards.office import office_routes
    from dashboards.openrosa.routes import openrosa_routes
    from dashboards.packing import Packed, letters_route, page_routes
    from dashboards.policy import Policy
    from dashboards.proving import PROVERS
    from inspection.weeks.output import Signing

    app = acts.app()
    sending = deliveries(app, every_seconds)
    signing = Turns([Signing(app)], every_seconds)  # apart: a witness may wait for another machine
    threads = (
        sending,
        portal_turns(app, every_seconds),
        Turns([*_other_deliveries(app), *chores], every_seconds),
        signing,
    )

    @asynccontextmanager
    async def living(_: Any) -> AsyncIterator[dict[str, Any]]:
        watch_files(Runtime.instance())
        for thread in threads:
            thread.start()
        threading.Thread(target=_warm, args=(app,), daemon=True).start()
        try:
            yield {}
        finally:
            for thread in threads:
                thread.end()

    served = [
        Route("/healthz", _health(threads)),
        letters_route(),
        *office_routes(),
        *routes(),
        *openrosa_routes(app),
        *calendar_routes(),
        *page_routes(f"/{screen.key}" for screen in SCREENS if screen.key != "home"),
    ]
    screens = App(_APP, lifespan=living, routes=served)  # from here on its own file of settings is read
    set_up_streamlit()
    return Policy(Patience(Doors(Guard(Packed(screens), app, PROVERS), app.settings)))


def _warm(app: AppContext) -> None:
    """Work the outlines out before somebody opens the first map, or names a canton: it takes seconds, once.

    What screens are made of, and the texts of every language, are loaded as well: else the first comer waits for it.
    After it all that stays has been loaded.
    """
    from streamlit.env_util import is_repl

    from dashboards.widgets.map.shapes import districts

    districts(app.settings.cache)
    outlines("canton", cache=app.settings.cache)
    cantons(cache=app.settings.cache)
    for lang in LANGUAGES:
        keys(lang)
    is_repl()  # Streamlit asks it of the first thing drawn, and then all modules are looked through for their files
    settle()


def _health(threads: Sequence[Turns]) -> Callable[[Any], Any]:
    from starlette.requests import Request
    from starlette.responses import JSONResponse

    number = version("vigie-inspection")

    async def healthz(_: Request) -> JSONResponse:
        fault = next((thread.fault for thread in threads if thread.fault), "")
        is_well = all(thread.is_alive() for thread in threads) and not fault
        body = {"status": "ok" if is_well else "failing", "version": number, "turns": threads[0].turns, "fault": fault}
        return JSONResponse(body, status_code=200 if is_well else 503)

    return healthz


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line of the server is worth reading: it writes one for each websocket that the guard refuses."""
    return "without completing handshake" not in record.getMessage()


def serve(
    host: str = "127.0.0.1",
    port: int = 8501,
    *,
    every_seconds: float = 5.0,
    chores: Sequence[Callable[[], object]] = (),
) -> None:
    """Serve the office until it is interrupted; on this machine only, as long as signing in proves nothing.

    Errors: `SettingsFault` for an address that others could reach.
    """
    if host not in LOOPBACK:
        raise SettingsFault("SETTING-042", host=host)
    import uvicorn

    made = application(every_seconds=every_seconds, chores=chores)
    logging.getLogger("uvicorn.access").disabled = True  # who looked at what is told by the trail alone
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    uvicorn.run(made, host=host, port=port, access_log=False, log_config=None, log_level="warning")
