"""People who have signed in, open pages as their work has it, and think between two: one generator for every mix.

It runs in the process that asks for it, at the lowest priority once `ask_gently` was called, so that it takes nothing
from the server that it asks.
"""

import asyncio
import os
import platform
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from statistics import quantiles

import httpx
import psutil

MOST_MS = 30.0  # of the server's processor, a page
Found = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Page:
    """One kind of page, and how often it is opened.

    path
        Its address; "" where it is one of those that an earlier page named.
    follows
        What names its addresses on the pages that somebody sees, the address as the first group.
    after
        The kind of page on which it may be found; any, where none is named.
    adds
        Where what was found is no address but a choice: how it is written behind the address of its page.
    """

    kind: str
    weight: float
    path: str = ""
    follows: re.Pattern[str] | None = None
    after: str = ""
    adds: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody at a browser: the session that it holds, and what they open."""

    name: str
    token: str = field(repr=False)
    pages: tuple[Page, ...]


Check = Callable[[Person, str], str]  # what is wrong with a page that somebody was given, "" for nothing


@dataclass
class Seen:
    """What came back: seconds by kind of page, and what was no page or not this person's."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages were opened."""
        return sum(map(len, self.seconds.values()))


def nothing_wrong(_: Person, __: str) -> str:
    """Find no fault with any page."""
    return ""


async def work(
    address: str, people: Sequence[Person], minutes: float, think: Sequence[float], check: Check = nothing_wrong
) -> Seen:
    """Let everybody open pages for some minutes, each beginning somewhere in their thinking."""
    seen, until = Seen(), time.monotonic() + minutes * 60
    limits = httpx.Limits(max_connections=len(people), max_keepalive_connections=len(people))
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:
        await asyncio.gather(*(_one_person(client, person, until, think, check, seen) for person in people))
    return seen


def ask_gently() -> None:
    """Give this process, which asks, the lowest priority; what it started before keeps its own."""
    os.nice(19)


@contextmanager
def serving(command: Sequence[str | Path], **settings: str) -> Iterator[tuple[str, psutil.Process]]:
    """Give the address and the process of a server once it answers; it is stopped afterwards.

    Arguments: `command` to which a free port is added at its end; `settings` of its environment besides.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([*command, f"{port}"], env={**os.environ, **settings})
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address, psutil.Process(running.pid)
    finally:
        running.terminate()
        running.wait(60)


def _wait(address: str) -> None:
    for _ in range(1200):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/healthz", timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    sys.exit("the server did not start")


def cpu_seconds(process: psutil.Process) -> float:
    """Return what a process and all that it started have used so far."""
    every = (process, *process.children(recursive=True))
    own = (one.cpu_times() for one in every)
    ended = process.cpu_times()
    return sum(used.user + used.system for used in own) + ended.children_user + ended.children_system


async def _one_person(
    client: httpx.AsyncClient, person: Person, until: float, think: Sequence[float], check: Check, seen: Seen
) -> None:
    """Open a page, think, open another."""
    dice, found = random.Random(person.token), dict[str, list[str]]()  # noqa: S311  who opens which page is no secret
    headers = {"cookie": f"vigie_session={person.token}", "accept": "text/html", "accept-language": "fr"}
    await asyncio.sleep(dice.uniform(0, think[1]))
    while time.monotonic() < until:
        page = _next(person.pages, found, dice)
        path = page.path or dice.choice(found[page.kind])
        begun = time.monotonic()
        try:
            answer = await _asked(client, path, headers)
        except httpx.HTTPError as fault:
            seen.errors.append(f"{page.kind}: {type(fault).__name__}")
        else:
            seen.seconds.setdefault(page.kind, []).append(time.monotonic() - begun)
            seen.errors += _faults(person, page, answer, check)
            _look_for(person.pages, page.kind, path, answer.text, found)
        await asyncio.sleep(dice.uniform(*think))


async def _asked(client: httpx.AsyncClient, path: str, headers: Mapping[str, str]) -> httpx.Response:
    """Ask for a page, as a browser does: once more where the server had closed the line that was kept open."""
    try:
        return await client.get(path, headers=headers)
    except (httpx.ReadError, httpx.RemoteProtocolError):
        return await client.get(path, headers=headers)


def _next(pages: Sequence[Page], found: Found, dice: random.Random) -> Page:
    """Return what somebody opens next: the first of their pages until they have seen it."""
    if not found:
        return pages[0]
    open_ = [page for page in pages if page.path or found.get(page.kind)]
    return dice.choices(open_, [page.weight for page in open_])[0]


def _faults(person: Person, page: Page, answer: httpx.Response, check: Check) -> Iterator[str]:
    if answer.status_code != 200:
        yield f"{page.kind}: {answer.status_code}"
    elif wrong := check(person, answer.text):
        yield f"{page.kind}: {wrong}"


def _look_for(pages: Sequence[Page], kind: str, path: str, text: str, found: dict[str, list[str]]) -> None:
    found.setdefault("", [])  # something was seen
    for page in pages:
        found[page.kind] = addresses_on(text, kind, path, page) or found.get(page.kind, [])


def addresses_on(text: str, kind: str, path: str, page: Page) -> list[str]:
    """Return the addresses that a page of one kind names for another, none where those are not looked for there."""
    if page.follows is None or page.after not in ("", kind):
        return []
    before = f"{path}{page.adds}" if page.adds else ""
    return [before + unescape(one) for one in page.follows.findall(text)]


def machine() -> str:
    """Return the day, the kind of machine, and how much else it does."""
    load = os.getloadavg()[0]
    return f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end"


def told(seen: Seen, took: float, used: Mapping[str, float]) -> Iterator[str]:
    """Tell what came of it: pages, errors, what each page cost by whose processor, and how long pages took."""
    yield f"{took:.0f} s, {seen.pages} pages, {len(seen.errors)} errors"
    yield from (f"{1000 * cost / max(seen.pages, 1):.1f} ms of {whose} a page" for whose, cost in used.items())
    every = [second for seconds in seen.seconds.values() for second in seconds]
    for kind, seconds in (("every page", every), *sorted(seen.seconds.items())):
        half, nearly_all = _cuts(seconds)
        yield f"{kind:14} {len(seconds):6} pages, half within {half:.0f} ms, 95 of 100 within {nearly_all:.0f} ms"
    yield from (f"   {one}" for one in sorted(set(seen.errors)))


def _cuts(seconds: Sequence[float]) -> tuple[float, float]:
    if not seconds:
        return 0.0, 0.0
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else list(seconds) * 19
    return 1000 * cuts[9], 1000 * cuts[18]
