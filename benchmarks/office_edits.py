"""What an edit of a week costs on the district of a thousand candidates, from the page's question to its answer.

python -m benchmarks.office_edits [--pages 60] [--edits 1000] [--house DIR]

A team head of that district chooses stops and tries moves on the page of the week; a thousand edits by chance are tried
one after the other, each accepted one on the plan that it gives, and each judged by the verifier apart. It ends with
status 1 where an answer took a second of the processor or more, or an edit was neither accepted nor refused by a rule.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import process_time

from builders_edits import a_random_edit
from houses import House
from office_shell import Caller

from benchmarks.office_house import LARGE, Size, an_office_on_postgresql
from benchmarks.office_load import STOP
from benchmarks.office_pages import signed_in, timed
from benchmarks.people_load import machine
from dashboards.office.week.trying import key_text
from inspection.planning.editing import Question, try_edit
from inspection.planning.problem import verify
from inspection.store.queries import plans
from inspection.weeks.replanned import OpenPlan, open_plan

RESULTS = Path(__file__).parent / "results"
MOST_SECONDS = 1.0
HEAD = f"insp-{LARGE}-1-1"
# A pinned visit, a round that has begun and several teams at once are refused before the verifier is asked.
_BEFORE = {"frozen", "pinned", "teams_together"}


@dataclass
class Tried:
    """What came of the edits by chance: seconds of each, how many were accepted, by what others were refused."""

    seconds: list[float] = field(default_factory=list)
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unfounded: int = 0  # neither accepted by the verifier nor refused with the name of a rule


def main() -> None:
    """Measure, print, and keep what came of it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60, help="of each kind")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--house", type=Path)
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="vigie-office-") as folder,
        an_office_on_postgresql(given.house or Path(folder), Size()) as house,
    ):
        text, is_well = measured(house, given.pages, given.edits)
    (RESULTS / f"office-edits-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")
    sys.exit(not is_well)


def measured(house: House, pages: int, edits: int) -> tuple[str, bool]:
    """Return what came of it, and whether it is what is asked for."""
    plan = next(one for one in plans(house.store) if one.state == "proposed")
    opened = open_plan(house.acting(HEAD), plan.id, LARGE)
    asked = opened.question
    tried = by_chance(asked, edits)
    parts = dict(on_the_page(signed_in(house, HEAD), opened, plan.id, pages)) | {"edit by chance": tried.seconds}
    longest = max(max(seconds) for seconds in parts.values())
    lines = [
        f"{LARGE}: {len(asked.visits)} visits offered, {len(asked.places)} placed, {len(asked.roster)} team-days",
        machine(),
        *(_line(name, seconds) for name, seconds in parts.items()),
        f"{edits} edits by chance: {tried.accepted} accepted by the verifier, {edits - tried.accepted} refused by",
        *(f"   {rule:20} {count:5}" for rule, count in tried.refused.most_common()),
        f"   without a rule, or judged otherwise by the verifier: {tried.unfounded}",
    ]
    return "\n".join(lines) + "\n", longest < MOST_SECONDS and not tried.unfounded


def on_the_page(caller: Caller, opened: OpenPlan, plan_id: str, count: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what the page of the week took, in seconds of the processor, for each thing that is asked of it."""
    random = Random(28)  # noqa: S311  not for secrets
    week = f"/week?plan={plan_id}&district={LARGE}"
    text, first = timed(caller, f"{week}&day=all", 1)
    stops = sorted({unescape(one) for one in STOP.findall(text)})
    yield "the week", _seconds(first)
    yield "first stop chosen", _seconds(timed(caller, stops[0], 1)[1])  # the plan is opened once
    keys = [key_text(key) for key in opened.shown_keys]
    others = [opened.workplace(name) for name in sorted(opened.question.places)]
    asked = {
        "stop chosen": lambda: "",
        "move tried": lambda: f"&act=move&to={random.choice(keys)}",
        "swap tried": lambda: f"&act=swap&other={random.choice(others)}",
        "drop tried": lambda: "&act=drop",
    }
    for name, adds in asked.items():
        ways = [random.choice(stops) + adds() for _ in range(count)]
        yield name, [_seconds(timed(caller, way, 1)[1])[0] for way in ways]


def by_chance(asked: Question, edits: int) -> Tried:
    """Make edits by chance, each accepted one on the plan that it gives."""
    random, found = Random(28), Tried()  # noqa: S311  not for secrets
    for _ in range(edits):
        edit = a_random_edit(random, asked)
        begun = process_time()
        tried = try_edit(asked, edit)
        found.seconds.append(process_time() - begun)
        seen = verify(tried.plan, tried.visits, tried.team_days, asked.travel, asked.policy)
        rules = {one.rule for one in tried.broken}
        if tried.is_accepted:
            found.accepted += 1
            asked = replace(asked, plan=tried.plan, visits=tried.visits, team_days=tried.team_days)
        found.refused.update(rules)
        found.unfounded += bool(seen) if not rules else not (seen or rules <= _BEFORE)
    return found


def _seconds(milliseconds: Sequence[float]) -> list[float]:
    return [one / 1000 for one in milliseconds]


def _line(name: str, seconds: Sequence[float]) -> str:
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else list(seconds) * 19
    half, nearly_all, most = (1000 * cut for cut in (cuts[9], cuts[18], max(seconds)))
    told = f"half within {half:.0f} ms of the processor, 95 of 100 within {nearly_all:.0f} ms, {most:.0f} ms at most"
    return f"{name:18} {len(seconds):5}: {told}"


if __name__ == "__main__":
    main()
