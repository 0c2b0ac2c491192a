"""300 signed-in people of offices outside on the portal: CPU of the server a page, errors, and how long pages take.

python -m benchmarks.portal_load [--people 300] [--minutes 5] [--cases 40] [--think 30 60]

The server is the real process on a home of its own, with so many cases an office; each person has a session, opens the
first page, cases and lists as their work has it, and thinks between two pages. The callers run in this process, whose
time is not counted. Needs the tests beside it (their builders).
"""

import asyncio
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from houses import House, as_user
from portal_house import a_case, a_person, a_portal_home, lay

from benchmarks.people_load import (
    MOST_MS,
    Page,
    Person,
    Seen,
    ask_gently,
    cpu_seconds,
    machine,
    serving,
    told,
    work,
)
from inspection import acts
from inspection.time_of import now
from sectors.reader import load_rules

RESULTS = Path(__file__).parent / "results"
PROCESS = Path(__file__).parents[1] / "tests" / "dashboards" / "portal_process.py"
ROLES = {"labour_auditorate": "auditorate", "police_directorate": "police_cell"}
PAGES = (
    Page("/", 5, "/"),
    Page("case", 8, follows=re.compile(r'href="(/case/[0-9a-f]{32})"')),
    *(Page(path, weight, path) for path, weight in (("/open", 3), ("/list", 2), ("/closed", 1), ("/absence", 1))),
)


def main() -> None:
    """Fill a home, start the portal on it, let everybody work, tell the figures."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--think", type=float, nargs=2, default=(30, 60))
    given = parser.parse_args()
    with TemporaryDirectory() as folder, a_portal_home(Path(folder) / "portal") as house:
        people = filled(house, given)
        with serving([sys.executable, PROCESS], VIGIE_HOME=str(house.home)) as (address, process):
            ask_gently()
            asyncio.run(work(address, people[:20], 0.1, (0.5, 1)))  # what a first page loads is loaded
            before = cpu_seconds(process)
            begun = time.monotonic()
            seen = asyncio.run(work(address, people, given.minutes, given.think))
            took, used = time.monotonic() - begun, cpu_seconds(process) - before
    text = "\n".join(report(given, seen, took, used)) + "\n"
    (RESULTS / f"portal-load-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")
    sys.exit(bool(seen.errors) or 1000 * used > MOST_MS * seen.pages)


def filled(house: House, given: Namespace) -> list[Person]:
    """Lay down cases for every auditorate and police directorate, and let everybody in."""
    rules = load_rules().on(now().date())
    offices = [(one.id, ROLES[one.kind]) for one in rules.recipients.values() if one.kind in ROLES]
    at, people = now(), []
    for n, (office, _) in enumerate(offices):
        for m in range(given.cases):
            due = at + timedelta(hours=20 - m * 7)
            copy = a_case(at, f"R-26-{n:03}{m:03}-0", office, due_at=due, others_of_ours=())
            lay(house, f"{n:016x}{m:016x}", copy)
    with house.store.write() as session:
        for n in range(given.people):
            office, role = offices[n % len(offices)]
            session.add(a_person(house, f"load-{n}", role, office))
    for n in range(given.people):
        token = acts.identity.sign_in_demo(as_user(house), f"load-{n}").token
        people.append(Person(f"load-{n}", token, PAGES))
    return people


def report(given: Namespace, seen: Seen, took: float, used: float) -> Iterator[str]:
    """Tell what was run and where, and what came of it."""
    least, most = given.think
    yield f"{given.people} people, {least:.0f} to {most:.0f} s between two pages, {given.cases} cases an office"
    yield machine()
    yield from told(seen, took, {"the server's processor": used})


if __name__ == "__main__":
    main()
