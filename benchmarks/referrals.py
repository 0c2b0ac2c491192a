"""From the inspector's decision to the bundle at the addressee, while four flows write to the same embedded store.

python -m benchmarks.referrals [--decisions 1000] [--pause 0.1] [--results DIR]

The delivery thread is the one of `vigie serve`. Four processes write at the same time, each through acts: workplaces
(200 rows a transaction), chasing, complaints, weeks. A decision counts from the call that keeps it until the file drop
shows the bundle, for each of its two addressees; the next one follows when both are there. Needs the tests beside it
(their builders).
"""

import multiprocessing
import os
import platform
import random
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory

from builders_acts import LIEGE, WEEK, a_part, a_suspicious_control, an_office
from builders_control import the_rules
from houses import House

from dashboards.serving import deliveries
from inspection import acts
from inspection.acts.workplaces import KnownWorkplace, NewComplaint
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.time_of import now, today
from inspection.trust import AppContext

RESULTS = Path(__file__).parent / "results"
INSPECTOR, SUPERVISOR = "insp-liege-1", "supervisor-liege"
ADDRESSEES = 2


def workplaces(house: AppContext, n: int) -> None:
    """Remember where 200 workplaces are, as a week's frame does."""
    rows = [
        KnownWorkplace(id=f"est:2{(n * 200 + k) % 20_000:09d}", district="liege", sector="restaurants", seen_on=today())
        for k in range(200)
    ]
    acts.workplaces.remember_workplaces(house.acting(), rows)


def chasing(house: AppContext, n: int) -> None:
    """Raise what is overdue, a day further each time, so that there is something to raise."""
    acts.chasing.chase(house.acting(at=now() + timedelta(days=n % 5)))


def complaints(house: AppContext, n: int) -> None:
    """Register and keep a complaint."""
    told = NewComplaint(workplace=f"est:2{n:09d}", district="liege", text="synthetic", language="fr")
    acts.workplaces.keep_complaint(
        house.acting(SUPERVISOR), acts.workplaces.register_complaint(house.acting("system"), told).id
    )


def weeks(house: AppContext, n: int) -> None:
    """Propose the week of a district, as planning does."""
    acts.weeks.propose_week(house.acting(), WEEK, service="ONSS", parts=[a_part(seed=n)])


FLOWS: Sequence[Callable[[AppContext, int], None]] = (workplaces, chasing, complaints, weeks)


def write(
    flow: Callable[[AppContext, int], None], here: Settings, pause: float, done: "Synchronized[int]", end: Event
) -> None:
    """Let one flow write until the end, in a process of its own."""
    house, n = House(open_store(here), the_rules(), here), 0
    while not end.wait(pause):
        flow(house, n)
        n += 1
        done.value = n
    house.store.close()


def measured(house: AppContext, decisions: int) -> list[float]:
    """Decide, one control after the other; return the seconds until each bundle lay at its addressee."""
    thread, dice = deliveries(house), random.Random(1)  # noqa: S311
    decided: dict[str, float] = {}
    thread.start()
    for n in range(decisions):
        control = a_suspicious_control(on=today())
        acts.controls.save(house.acting(INSPECTOR), control, place=LIEGE)
        at = time.time()
        made = acts.referrals.decide(house.acting(INSPECTOR), control.control_id, "yes", grounds="papers held")
        decided[made.reference if made else ""] = at
        _wait_for(house, ADDRESSEES * (n + 1))
        time.sleep(dice.uniform(0.05, 0.4))
    thread.end()
    # A bundle appears by one rename, which is the last change of its folder.
    return [folder.stat().st_ctime - decided[folder.name[:13]] for folder in _folders(house)]


def _wait_for(house: AppContext, bundles: int, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while len(_folders(house)) < bundles and time.monotonic() < limit:
        time.sleep(0.02)


def _folders(house: AppContext) -> list[Path]:
    return [path for path in house.settings.outbox.glob("*/R-*") if path.is_dir()]


def main() -> None:
    """Measure, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=1000)
    parser.add_argument("--pause", type=float, default=0.1, help="of each flow between two acts, in seconds")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with TemporaryDirectory() as home:
        here = Settings(home=Path(home))
        seconds, written, took = _run(here, given.decisions, given.pause)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} before and {os.getloadavg()[0]:.1f} after"
    text = "\n".join((*_report(given.decisions, seconds, written, took, given.pause), machine)) + "\n"
    (given.results / f"referrals-delivery-{datetime.now(UTC).date()}.txt").write_text(text)
    print(text, end="")


def _run(here: Settings, decisions: int, pause: float) -> tuple[list[float], dict[str, int], float]:
    an_office(here).store.close()
    context = multiprocessing.get_context("fork")
    end, counts = context.Event(), {flow.__name__: context.Value("i", 0) for flow in FLOWS}
    flows = [
        context.Process(target=write, args=(flow, here, pause, counts[flow.__name__], end), daemon=True)
        for flow in FLOWS
    ]
    for flow in flows:
        flow.start()
    house, begun = House(open_store(here), the_rules(), here), time.monotonic()
    try:
        seconds = measured(house, decisions)
    finally:
        end.set()
        for flow in flows:
            flow.join(60)
        house.store.close()
    return seconds, {name: count.value for name, count in counts.items()}, time.monotonic() - begun


def _report(decisions: int, seconds: list[float], written: dict[str, int], took: float, pause: float) -> Iterator[str]:
    ordered = sorted(seconds)
    yield f"{decisions} decisions, {len(seconds)} bundles by file drop, four flows writing, {took:.0f} s in all"
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        yield f"{name}  {ordered[min(int(share * len(ordered)), len(ordered) - 1)]:.3f} s"
    acted = ", ".join(f"{name} {n}" for name, n in written.items())
    yield f"acts of the flows meanwhile ({pause} s between two): {acted}"


if __name__ == "__main__":
    main()
