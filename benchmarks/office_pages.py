"""What one page of the office costs, by kind: each is asked for some times in this process, through the guard.

python -m benchmarks.office_pages [--each 20] [--only week] [--house DIR]

It says where the mean of `office_load` comes from. The client's part, a millisecond or two, is in each figure; other
work on the machine makes every figure larger.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from houses import House
from office_shell import Caller

from benchmarks.office_house import Size, an_office_on_postgresql
from benchmarks.office_load import MIXES
from benchmarks.people_load import addresses_on
from dashboards.guard import SESSION_COOKIE
from inspection import acts

SHOWN = {
    "inspector": "insp-liege-1-2",
    "team_head": "insp-hainaut-1-1",
    "supervisor": "supervisor-hainaut-0",
    "direction": "direction-2",
    "auditor_dpo": "dpo-0",
    "administrator": "admin-0",
}


def main() -> None:
    """Print a line for each kind of page of each role."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--only", default="", help="the kinds of page, with commas")
    parser.add_argument("--house", type=Path)
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="vigie-office-") as folder,
        an_office_on_postgresql(given.house or Path(folder), Size()) as house,
    ):
        for line in lines(house, given.each, frozenset(filter(None, given.only.split(",")))):
            print(line, flush=True)


def lines(house: House, each: int, only: frozenset[str]) -> Iterator[str]:
    """Yield what each kind of page costs each role: the median and the first, in milliseconds of this process."""
    for role, user in SHOWN.items():
        caller = signed_in(house, user)
        found: dict[str, list[str]] = {}
        for page in MIXES[role]:
            path = page.path or next(iter(found.get(page.kind, ())), "")
            if not path:
                yield f"{role:14} {page.kind:16} nowhere to be found"
                continue
            text, costs = timed(caller, path, each if not only or page.kind in only else 1)
            for other in MIXES[role]:
                found[other.kind] = addresses_on(text, page.kind, path, other) or found.get(other.kind, [])
            if not only or page.kind in only:
                spent = f"{median(costs):7.1f} ms, the first {costs[0]:7.1f} ms"
                yield f"{role:14} {page.kind:16} {spent}, {len(text) // 1024:4} KB"


def signed_in(house: House, user: str) -> Caller:
    """Give a browser in which somebody has signed in."""
    caller = Caller(house)
    caller.client.cookies.set(SESSION_COOKIE, acts.identity.sign_in_demo(house.acting(), user).token)
    return caller


def timed(caller: Caller, path: str, each: int) -> tuple[str, list[float]]:
    """Ask for a page some times; what it says, and what each took of this process in milliseconds."""
    costs, text = [], ""
    for _ in range(each):
        begun = process_time()
        answer = caller.get(path)
        costs.append(1000 * (process_time() - begun))
        if answer.status_code != 200:
            sys.exit(f"{path}: {answer.status_code}")
        text = answer.text
    return text, costs


if __name__ == "__main__":
    main()
