"""The risk map of a whole country in a browser: time until the first map stands, bytes, and the way of four clicks.

python -m benchmarks.risk_map [--workplaces 1700000]

The workplaces are invented: as many as the country has establishments, in its outline, each with every signal of its
sector's card. They are kept as a planned week keeps them; the real server then serves the house, and Chromium opens the
map with nothing of it there, then again. Needs the tests beside it (their builders).
"""

import json
import os
import platform
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep

import numpy as np
import polars as pl
import psutil
import shapely
from browsers import chromium
from builders_acts import AT, LIEGE, a_control
from builders_dashboards import DIRECTION, INSPECTOR, SUPERVISOR, a_house
from builders_edited import proposed
from builders_sessions import signed_in
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from served_house import served

from benchmarks.relay import Relay
from dashboards.guard import LANGUAGE_COOKIE, SESSION_COOKIE
from inspection import acts
from inspection.store.queries import plans, visits
from inspection.targeting.assessing import Assessments, assess_all, map_files
from inspection.territory import outlines
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext
from inspection.weeks.output.output import keep_assessment

_SEED, _LONGEST_MS = 28, 90_000
_IDLE = 0.1  # seconds of processor in two by the clock, of a server of which nobody wants anything
_TOWN = 5_000  # workplaces that lie close together, so that their cell stands first


@dataclass
class Line:
    """What came: bytes of files as they travelled, of what draws as it is read, and requests beyond this machine."""

    files: dict[str, int] = field(default_factory=dict)  # by their names, as they travelled: packed where they were
    drawn: int = 0  # as the browser reads it, before it was packed for the line
    away: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # of the requests under way

    @property
    def all_files(self) -> int:
        """Bytes of all files."""
        return sum(self.files.values())


def main() -> None:
    """Make a country, keep it, open its map, tell the figures."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--workplaces", type=int, default=1_700_000)
    given = parser.parse_args()
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")  # noqa: DTZ011
    with TemporaryDirectory() as folder:
        house = a_house(Path(folder) / "home")
        plan = a_planned_week(house)
        a_country(house, given.workplaces, plan)
        with served(house.home) as url, chromium() as browser, Relay(int(url.rpartition(":")[2])).open() as relay:
            server = next(one for one in psutil.Process().children() if "serving_process.py" in " ".join(one.cmdline()))
            print(f"chromium {browser.version}; the server is ready after {ready(server):.1f} s of processor;", end=" ")
            print(f"load {os.getloadavg()[0]:.1f} when the first map is opened")
            measure(house, relay, browser, server)


def ready(server: psutil.Process) -> float:
    """Wait until a server that was just started has loaded what it loads; returns the seconds of processor of that."""
    before = -1.0
    while (used := _seconds(server)) - before > _IDLE:
        before = used
        sleep(2)
    return used


def a_planned_week(house: AppContext) -> str:
    """Approve the week that comes, as the planner made it; returns the id of its plan."""
    week = IsoWeek.after(now().date())
    proposed(house, week, at=now())
    plan = next(one for one in plans(house.store) if one.week == str(week))
    acts.weeks.approve_week(house.acting(DIRECTION), week, plan.sha256, service="ONSS")
    return plan.id


def a_country(house: AppContext, n: int, plan: str) -> None:
    """Keep an assessment of so many workplaces, some in one town; its first is planned next week, and was visited."""
    draw, rules = np.random.default_rng(_SEED), house.catalogue(AT.date())
    cards = {one.key: one.card for one in rules.enabled_sectors() if one.card is not None}
    signals = sorted({one.signal for card in cards.values() for one in card.signals})
    lon, lat, district = _points(house, n, draw)
    frame = pl.DataFrame(
        {
            "workplace": [f"est:23{k:08d}" for k in range(n)], "sector": draw.choice(sorted(cards), n),
            "district": district, "municipality": [f"M{k % 565}" for k in range(n)], "postcode": "1000",
            "lon": lon, "lat": lat, "quality": "exact", "is_legal_person": True,
            **{key: draw.choice([0.0, 0.0, 0.2, 0.5, 1.0, 5.0], n) for key in signals},
        }
    ).with_columns(pl.concat_list("sector").alias("sectors")).drop("sector")  # fmt: skip
    begun = process_time()
    assessed = _with_ours(assess_all(frame, rules), house, plan)
    print(f"{len(assessed):,} workplaces of {len(cards)} sectors, {len(signals)} signals; assessed in", end=" ")
    print(f"{process_time() - begun:.1f} s of processor,", end=" ")
    begun = process_time()
    keep_assessment(house, assessed, AT.date())
    kept = [file.stat().st_size / 1e6 for file in map_files(house.settings.lake, AT.date())]
    print(f"kept for the map in {process_time() - begun:.1f} s ({kept[0]:.1f} MB of rows, {kept[1]:.1f} MB of sums)")


def _with_ours(assessed: Assessments, house: AppContext, plan: str) -> Assessments:
    """Let the highest workplace of the town be one that is planned next week, and at which somebody was."""
    ours = visits(house.store, plan_id=plan)[0].workplace
    long_ago = now() - timedelta(days=100)
    acts.controls.save(house.acting(INSPECTOR, long_ago), a_control(workplace=ours, on=long_ago.date()), place=LIEGE)
    frame, untold = assessed.frame, acts.maps.untold_signals(house.catalogue(AT.date()))
    here = frame.filter(pl.col("workplace") < f"est:23{_TOWN:08d}").sort("points", descending=True)["workplace"][0]
    named = pl.when(pl.col("workplace") == here)
    told = frame.with_columns(
        named.then(pl.lit(ours)).otherwise("workplace").alias("workplace"),
        named.then(frame["points"].max() + 1).otherwise("points").alias("points"),  # type: ignore[operator]
        *(named.then(0.0).otherwise(key).alias(key) for key in untold if key in frame.columns),
    )
    return replace(assessed, frame=told)


def _points(house: AppContext, n: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return points in the outlines of the districts, as many in each, after those of the town."""
    lons, lats = [draw.uniform(5.56, 5.58, _TOWN)], [draw.uniform(50.62, 50.64, _TOWN)]
    names = ["liege"] * _TOWN
    shapes = outlines("arrondissement", cache=house.settings.cache)["features"]
    each = -(-n // len(shapes))
    for feature in shapes:
        area = shapely.from_geojson(json.dumps(feature["geometry"]))
        west, south, east, north = area.bounds
        x, y = draw.uniform(west, east, 5 * each), draw.uniform(south, north, 5 * each)
        inside = np.flatnonzero(shapely.contains_xy(area, x, y))[:each]
        lons.append(x[inside])
        lats.append(y[inside])
        names += [str(feature["id"])] * len(inside)
    lon, lat = np.concatenate(lons), np.concatenate(lats)
    chosen = np.concatenate([np.arange(_TOWN), draw.integers(_TOWN, len(lon), n - _TOWN)])
    return lon[chosen], lat[chosen], [names[k] for k in chosen]


def measure(house: AppContext, relay: Relay, browser: Browser, server: psutil.Process) -> None:
    """Open the map with nothing of it there, and again; then go the way from a cell to what came of a visit."""
    url = relay.url
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", service_workers="block")
    cookie = {"name": SESSION_COOKIE, "value": signed_in(house, SUPERVISOR).token, "url": url, "httpOnly": True}
    context.add_cookies([cookie, {"name": LANGUAGE_COOKIE, "value": "en", "url": url}])
    for what in ("first visit, nothing kept by the browser", "second visit"):
        with listened(context) as (page, line):
            before = relay.down
            took, used = opened(page, url, server)
            print(f"{what}: {took:.2f} s by the clock to the first map;", end=" ")
            print(f"processor: {used[0]:.2f} s of the server, {used[1]:.2f} s of the browser;", end=" ")
            print(
                f"{(relay.down - before) / 1e6:.2f} MB over the line: {line.all_files / 1e6:.2f} MB of files,", end=" "
            )
            print(f"the rest drawn ({line.drawn / 1e6:.2f} MB unpacked); beyond this machine: {len(line.away)}")
            told_files(line)
    with listened(context) as (page, line):
        opened(page, url, server)
        for what, took in clicks(page):
            print(f"{what}: {took:.2f} s")
        print(f"beyond this machine: {len(line.away)}")
    context.close()


@contextmanager
def listened(context: BrowserContext) -> Iterator[tuple[Page, Line]]:
    """Give a page, and what comes to it."""
    page, line = context.new_page(), Line()
    page.set_default_timeout(_LONGEST_MS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda told: _named(line, told["requestId"], told["request"]["url"]))
    session.on("Network.loadingFinished", lambda told: _came(line, told["requestId"], int(told["encodedDataLength"])))
    session.on("Network.webSocketFrameReceived", lambda told: _drawn(line, _length(told["response"])))
    page.on("request", lambda asked: _away(line, asked.url))
    page.on("websocket", lambda asked: _away(line, asked.url))
    yield page, line
    page.close()


def _named(line: Line, request: str, url: str) -> None:
    line.names[request] = url.partition("?")[0].rpartition("/")[2] or "/"


def _came(line: Line, request: str, n: int) -> None:
    name = line.names.get(request, "?")
    line.files[name] = line.files.get(name, 0) + n


def _drawn(line: Line, n: int) -> None:
    line.drawn += n


def told_files(line: Line, least: int = 20_000) -> None:
    """Print which files came, the largest first, and those under `least` bytes together."""
    large = {name: n for name, n in line.files.items() if n >= least}
    for name, n in sorted(large.items(), key=lambda one: -one[1]):
        print(f"    {n / 1e3:8.1f} kB  {name}")
    small = len(line.files) - len(large)
    print(f"    {(line.all_files - sum(large.values())) / 1e3:8.1f} kB  {small} smaller ones")


def _length(response: dict[str, object]) -> int:
    """Return how long a frame is; a binary one is told in base64."""
    data = str(response["payloadData"])
    return len(data) * 3 // 4 if response["opcode"] == 2 else len(data)


def _away(line: Line, url: str) -> None:
    if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
        line.away.add(url)


def opened(page: Page, url: str, server: psutil.Process) -> tuple[float, tuple[float, float]]:
    """Open the map until it and its table stand; returns seconds by the clock, and of processor: server, browser."""
    before, begun = _used(server), perf_counter()
    page.goto(f"{url}/risk_map")
    page.locator(".map .cell").first.wait_for()
    page.locator('[data-testid="stDataFrame"]').first.wait_for()
    took, after = perf_counter() - begun, _used(server)
    settled(page)
    return took, (after[0] - before[0], after[1] - before[1])


def _used(server: psutil.Process) -> tuple[float, float]:
    """Return the seconds of processor that the server has used, and all processes of the browser."""
    others = [one for one in psutil.Process().children(recursive=True) if "chromium" in one.name()]
    return _seconds(server), sum(map(_seconds, others))


def _seconds(one: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = one.cpu_times()
        return float(times.user + times.system)
    return 0.0


def settled(page: Page) -> None:
    """Wait until the screen is drawn."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def clicks(page: Page) -> Iterator[tuple[str, float]]:
    """Go from a cell to its workplaces, to the reasons of one, to its week, to what came of it; yields each click."""
    tables = page.locator('[data-testid="stDataFrame"]')
    yield "click 1, a cell: its workplaces", clicked(page, lambda: _first_cell(page), tables.nth(1))
    planned, last = (page.get_by_role("link", name=name) for name in ("Planned in", "Last control"))
    yield (
        "click 2, a workplace: its reasons, its visit, its last result",
        clicked(page, lambda: _first_row(page, 1), planned),
    )
    of_week = page.get_by_role("heading", name="Why this workplace")
    yield "click 3, the visit: its week, team and day", clicked(page, planned.click, of_week, is_screen=False)
    page.go_back()
    settled(page)
    tables.first.wait_for()
    if not last.count():  # a screen begins anew: the same two clicks again
        clicked(page, lambda: _first_cell(page), tables.nth(1))
        clicked(page, lambda: _first_row(page, 1), last)
    found = page.get_by_role("heading", name="Findings")
    yield "click 4, the last result: its control", clicked(page, last.click, found.first, is_screen=False)


def _first_cell(page: Page) -> None:
    """Choose on the map the cell that stands first in the table too."""
    page.locator(".map .cell").first.click()


def _first_row(page: Page, n: int) -> None:
    """Choose the first row of a table, by the field before it."""
    table = page.locator('[data-testid="stDataFrame"]').nth(n)
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 53})


def clicked(page: Page, act: Callable[[], None], awaited: Locator, *, is_screen: bool = True) -> float:
    """Do something and wait for what it brings; returns the seconds."""
    begun = perf_counter()
    act()
    awaited.wait_for()
    took = perf_counter() - begun
    if is_screen:
        settled(page)
    return took


if __name__ == "__main__":
    main()
