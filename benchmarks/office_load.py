"""Everybody of six roles signed in at the office: CPU of the server a page, errors, and how long pages take.

python -m benchmarks.office_load [--people 284] [--minutes 5] [--think 30 60] [--house DIR]

The server is `vigie serve` on a house that `office_house` lays down (kept in DIR where one is given); each person opens
the pages of their work and thinks between two. Whatever a page shows is looked through for names of another district,
and for another's session. The callers run in this process, at the lowest priority, and their time is not counted.
"""

import asyncio
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psutil
from houses import House, as_user

from benchmarks.office_house import Size, an_office_on_postgresql, database_process
from benchmarks.people_load import (
    MOST_MS,
    Check,
    Page,
    Person,
    ask_gently,
    cpu_seconds,
    machine,
    serving,
    told,
    work,
)
from dashboards.office.administration.addresses import ADMINISTRATION, PARTS
from inspection import acts
from inspection.store.queries import users
from inspection.store.views import UserView
from inspection.time_of import IsoWeek, today
from inspection.trust.rights import rights

RESULTS = Path(__file__).parent / "results"
_HEAD = re.compile(r"<summary>([^<]+)<span class=\"long soft\">")
_NAMED = re.compile(r"Firm \d+ of ([a-z-]+)")
_CASE = re.compile(r'href="(/board/R-\d\d-\d{6}-\d)"')
_CONTROL = re.compile(r'href="(/inspections/[0-9a-f-]{36})"')
_PLACE = re.compile(r'href="(/workplaces/est:\d{10})"')
_DOCUMENT = re.compile(r'href="(/documents/report/[^"?]+)"')
STOP = re.compile(r'href="(/week\?plan=[^"]*visit=[^"]*)"')
SLOT = re.compile(r'<option value="([a-z-]+-\d+@\d{4}-\d\d-\d\d)"')


def _search(weight: float) -> Page:
    return Page("search", weight, "/search?q=firm+17")


def _lists(role: str, weight: float) -> tuple[Page, ...]:
    """Return the lists of administration that a role is offered."""
    offered = [part for part in PARTS if role in rights().rules[part.act].roles]
    return tuple(Page(f"admin {one.key}", weight, one.address) for one in offered)


HOME, BOARD, CASE = (
    Page("home", 2, "/office"),
    Page("board", 3, "/board"),
    Page("case", 3, follows=_CASE, after="board"),
)
PLACE, SHELF = Page("workplace", 3, follows=_PLACE), Page("documents", 1, "/documents")
DOCUMENT = Page("document", 1, follows=_DOCUMENT, after="documents")
CONTROLS = Page("controls", 3, "/inspections")
CONTROL = Page("control", 3, follows=_CONTROL, after="controls")
FRIDAY, WEEK, CALENDAR = Page("friday", 3, "/friday"), Page("week", 3, "/week"), Page("calendar", 1, "/calendar")
CHOSEN, TRIED = (
    Page("stop", 2, follows=STOP, after="week"),
    Page("try", 4, follows=SLOT, after="stop", adds="&act=move&to="),
)
_OWN = (HOME, Page("day", 6, "/day"), CONTROLS, CONTROL, PLACE, _search(2), BOARD, CASE, SHELF)
_OFFICE = (HOME, SHELF, DOCUMENT, BOARD, CASE, PLACE, _search(1))
_EDITING = (Page("week", 3, f"/week?week={IsoWeek.after(today())}"), CHOSEN, TRIED, CALENDAR)
MIXES = {
    "inspector": (*_OWN, Page("week", 1, "/week")),
    "team_head": (*_OWN, *_EDITING),
    "supervisor": (*_OFFICE, FRIDAY, *_EDITING, CONTROLS, CONTROL, *_lists("supervisor", 0.2)),
    "direction": (*_OFFICE, FRIDAY, WEEK, CONTROLS, *_lists("direction", 0.4)),
    "auditor_dpo": (HOME, SHELF, DOCUMENT, BOARD, _search(1), *_lists("auditor_dpo", 1)),
    "administrator": (HOME, Page("administration", 3, ADMINISTRATION), *_lists("administrator", 1)),
}


def main() -> None:
    """Fill a house, start the office on it, let everybody work, tell the figures."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=284)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--think", type=float, nargs=2, default=(30, 60))
    parser.add_argument("--house", type=Path, help="a folder in which the house is kept for another run")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="vigie-office-") as folder:
        where = given.house or Path(folder)
        with an_office_on_postgresql(where, Size()) as house:
            text, is_well = measured(house, where, given)
    (RESULTS / f"office-load-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")
    sys.exit(not is_well)


def measured(house: House, where: Path, given: Namespace) -> tuple[str, bool]:
    """Return what came of it, and whether it is what is asked for."""
    people = signed_in(house, given.people)
    checked = only_own(users(house.store))
    with serving([Path(sys.executable).with_name("vigie"), "serve", "--port"]) as (address, server):
        ask_gently()
        first = asyncio.run(work(address, people[:: max(1, len(people) // 24)], 0.3, (0.1, 0.5), checked))
        parts = {"the server's processor": server, "the database's processor": database_process(where)}
        idle = settled(server)
        before = {name: cpu_seconds(one) for name, one in parts.items()}
        begun = time.monotonic()  # what a first page loads is loaded
        seen = asyncio.run(work(address, people, given.minutes, given.think, checked))
        took = time.monotonic() - begun
        used = {name: cpu_seconds(one) - before[name] for name, one in parts.items()}
    seen.errors += first.errors
    least, most = given.think
    head = f"{len(people)} people in twelve districts, {least:g} to {most:g} s between two pages; {told_roles(people)}"
    resting = f"{1000 * idle:.0f} ms of the server's processor a second before anybody asks: it is in the figures below"
    text = "\n".join((head, machine(), resting, *told(seen, took, used))) + "\n"
    return text, not seen.errors and 1000 * used["the server's processor"] <= MOST_MS * seen.pages


def signed_in(house: House, count: int) -> list[Person]:
    """Let people of every role in, as many as are asked for, each with a session of their own."""
    known = [one for one in users(house.store) if one.role in MIXES]
    chosen = known if count >= len(known) else Random(28).sample(known, count)  # noqa: S311  not for secrets
    tokens = [acts.identity.sign_in_demo(as_user(house), one.id).token for one in chosen]
    return [Person(one.id, token, MIXES[one.role]) for one, token in zip(chosen, tokens, strict=True)]


def told_roles(people: Sequence[Person]) -> str:
    """Tell how many of each role there are."""
    names = {id(mix): role for role, mix in MIXES.items()}
    counts = Counter(names[id(one.pages)] for one in people)
    return ", ".join(f"{count} {role}" for role, count in counts.most_common())


def only_own(known: Sequence[UserView]) -> Check:
    """Return what finds on a page the name of another district's firm, or another's name in its head.

    Whoever works in one district is told nothing of another; the others see the whole service.
    """
    places = {one.id: one.district if one.role in ("inspector", "team_head") else None for one in known}

    def check(person: Person, text: str) -> str:
        if _HEAD.findall(text) != [person.name]:
            return "the page of somebody else"
        mine = places[person.name]
        return "a firm of another district" if mine and set(_NAMED.findall(text)) - {mine} else ""

    return check


def settled(server: psutil.Process, most: float = 0.1, seconds: float = 5.0) -> float:
    """Wait until the server has made the sheets of weeks and whatever else a new house wants; its use a second then."""
    while True:
        before = cpu_seconds(server)
        time.sleep(seconds)
        used = (cpu_seconds(server) - before) / seconds
        if used < most:
            return used


if __name__ == "__main__":
    main()
