"""10,000 referrals over 90 virtual days through the real acts, the store and the portal: counts, judgement.

A third of the answers are said on the portal, some twice, late, or after the telephone; office and portal are killed.
Papers are not typeset, each has bytes of its own in its place: what is tried is what reaches whom, and that was a fifth
of the time.

python -m benchmarks.referral_simulation [--referrals 10000] [--days 90] [--seed 1]

Needs the tests beside it (their builders). Ends with an error if anything was lost, doubled or left to nobody.
"""

import os
import platform
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from builders_simulation import START, Size, World, world
from builders_simulation_judge import judged
from builders_simulation_portal import PortalWorld, note_words, portal_faults
from papers_at_hand import papers_at_hand

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Run, judge, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    with (
        TemporaryDirectory() as home,
        papers_at_hand(),
        world(Path(home), Size(given.referrals, given.days, given.seed), PortalWorld) as simulated,
    ):
        begun, used = time.monotonic(), time.process_time()
        tell_each_day(simulated, begun)
        simulated.run()
        took = (time.monotonic() - begun, time.process_time() - used)
        note_words(simulated)
        wrong = portal_faults(simulated)
        wrong += judged(simulated.witness, simulated.desk.house, simulated.clock.at)
        text = "\n".join(report(given, simulated, took, wrong)) + "\n"
    (given.results / f"referrals-simulation-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")
    sys.exit(bool(wrong))


def tell_each_day(simulated: World, begun: float) -> None:
    """Tell how far the run is, at each of its days: it may take hours, and a watcher must see that it moves."""
    day, wanted = (simulated.clock.at - START).days, len(simulated.witness.wanted)
    print(f"day {day}: {wanted} referrals, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    simulated.clock.after(tell_each_day, simulated, begun, hours=24)


def report(given: Namespace, simulated: PortalWorld, took: tuple[float, float], wrong: list[str]) -> Iterator[str]:
    """Tell what was run and where, what it counted, and the judgement."""
    yield f"{given.referrals} referrals over {given.days} virtual days, seed {given.seed}"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    yield f"{datetime.now(UTC).date()}, {machine}"
    yield "papers not typeset, each with bytes of its own in its place"
    yield f"{took[0]:.0f} s by the clock on the wall, {took[1]:.0f} s of one core"
    yield ""
    kills = [process.killed for process in (*simulated.workers, simulated.field, simulated.desk, simulated.portal)]
    yield f"{sum(kills):8} processes killed between two steps and started again"
    yield f"{len(simulated.witness.chased):8} runs of the chase that came to their end"
    yield from (f"{n:8} {what}" for what, n in sorted(simulated.witness.counts.items()))
    yield ""
    yield f"{simulated.portal.killed:8} times it was the portal that was killed"
    yield f"{len(wrong):8} lost, doubled, misanswered, or in nobody's hands"
    yield from (f"         {fault}" for fault in wrong[:50])


if __name__ == "__main__":
    main()
