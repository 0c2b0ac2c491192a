"""A worker killed in the middle of `plan-week`, on a real server: another does its work, and there is one plan.

python -m benchmarks.prefect_crash [--kills 2] [--home FOLDER] [--keep FILE]

`vigie prefect start` runs a server and two workers on a small demo. Each time a week is asked for; while its districts
are planned, the worker that has it is killed with SIGKILL, its flow and every process of that too. Nobody does anything
more. Printed are the seconds until the run is marked as crashed since its heartbeat is missing, until a new run begins,
and until that ends with the week's plan. Exit status 1 where a promise of `PROMISES` is not kept.
"""

import json
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from benchmarks.planning.one import machine
from inspection.time_of import IsoWeek, today

PORT = 4317
API = f"http://127.0.0.1:{PORT}/api"
VIGIE = str(Path(sys.executable).with_name("vigie"))
LIMIT_S = 300
PATIENCE_S = 600
PROMISES = ("crashed by its heartbeat", "begun again in a new run", "completed", "within five minutes", "one plan")


@dataclass(frozen=True)
class Story:
    """What happened to one week: moments in seconds since the kill, and which promises were kept."""

    week: str
    step: str
    crashed_s: float
    begun_s: float
    ended_s: float
    load: float
    kept: dict[str, bool]

    def line(self) -> str:
        """Return it as a line of the record."""
        broken = [name for name, is_kept in self.kept.items() if not is_kept]
        return (
            f"{self.week}: killed at {self.step!r}; marked as crashed after {self.crashed_s:.0f} s, "
            f"begun again after {self.begun_s:.0f} s, ended after {self.ended_s:.0f} s (load {self.load:.1f}); "
            + (f"NOT KEPT: {', '.join(broken)}" if broken else f"{', '.join(PROMISES)}")
        )


def ask(path: str, body: dict[str, Any] | None = None) -> Any:
    """Ask Prefect's server: GET without a body, POST with one."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(API + path, data=data, headers={"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def wait_for(what: str, found: Any) -> Any:
    """Return what `found()` finds as soon as it is not None, and give up after a long while.

    A server on SQLite that is busy answers 503: it is asked again.
    """
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            if (seen := found()) is not None:
                return seen
        except (URLError, OSError):
            pass
        time.sleep(0.25)
    raise SystemExit(f"Waited {PATIENCE_S} s for nothing: {what}")


def vigie(home: Path, *args: str) -> Any:
    """Run the command at a home, and return what it prints."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"VIGIE_HOME": str(home)}
    done = subprocess.run([VIGIE, *args, "--json"], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"vigie {' '.join(args)}: {done.stderr}")
    return json.loads(done.stdout)


@contextmanager
def started(home: Path) -> Iterator[None]:
    """Run the documented command for as long as the block runs: server, everything set up, two workers."""
    env = {**os.environ, "VIGIE_HOME": str(home)}
    process = subprocess.Popen([VIGIE, "prefect", "start", "--port", str(PORT)], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for("two workers", lambda: True if len(workers()) == 2 or process.poll() is not None else None)
        yield
    finally:
        process.terminate()
        process.wait(timeout=90)


def workers() -> list[str]:
    """Return the names of the workers that are online."""
    found = ask("/work_pools/vigie/workers/filter", {})
    return [one["name"] for one in found if one["status"] == "ONLINE"]


def children(process: int) -> list[int]:
    """Return a process and all that came from it, the nearest first."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return [process]
    return [process, *(deeper for child in text.split() for deeper in children(int(child)))]


def worker_of(process: int) -> int:
    """Return the worker that a flow's process came from."""
    while process > 1:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        process = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))
        if b"worker\0start" in Path(f"/proc/{process}/cmdline").read_bytes():
            return process
    raise SystemExit("The flow's worker was not found")


def kill(run: str) -> None:
    """Kill the worker that has a run, its flow and every process of that, at once and without a warning."""
    flow = int(ask(f"/flow_runs/{run}")["infrastructure_pid"].rsplit(":", 1)[-1])
    for process in children(worker_of(flow)):
        os.kill(process, signal.SIGKILL)


def planning(run: str) -> str | None:
    """Return how far the districts of a run are planned, as soon as the first is begun."""
    if ended := state(run, "Completed", "Failed", "Crashed"):
        raise SystemExit(f"The run ended before it could be killed: {ended['name']} {ended['message'] or ''}")
    wanted = {"flow_run_id": {"any_": [run]}}
    told = [row["message"] for row in ask("/logs/filter", {"logs": wanted, "limit": 200, "sort": "TIMESTAMP_ASC"})]
    return next((text for text in reversed(told) if text.startswith("plan ")), None)


def begun_again(run: str, week: str) -> dict[str, Any] | None:
    """Return the run that does the work of a killed one, once it has begun."""
    wanted = {"tags": {"all_": [f"week:{week}", "begun-again:1"]}}
    return next((one for one in ask("/flow_runs/filter", {"flow_runs": wanted}) if one["id"] != run), None)


def state(run: str, *names: str) -> dict[str, Any] | None:
    """Return a run's state once it is one of these."""
    found: dict[str, Any] = ask(f"/flow_runs/{run}")["state"]
    return found if found["name"] in names else None


def one_kill(home: Path, week: str) -> Story:
    """Ask for a week, kill its worker in the middle, and watch."""
    deployment = wait_for("the deployment", lambda: ask("/deployments/name/plan-week/thursday")["id"])
    asked = {"parameters": {"week": week}, "idempotency_key": week}
    run = wait_for("a run", lambda: str(ask(f"/deployments/{deployment}/create_flow_run", asked)["id"]))
    step = wait_for("districts that are planned", lambda: planning(run))
    kill(run)
    at = time.monotonic()
    crashed = wait_for("a mark that it crashed", lambda: state(run, "Crashed", "Completed", "Failed"))
    crashed_s = time.monotonic() - at
    again = wait_for("a new run", lambda: begun_again(run, week))
    begun_s = time.monotonic() - at
    end = wait_for("its end", lambda: state(again["id"], "Completed", "Failed", "Crashed"))
    ended_s = time.monotonic() - at
    kept = dict(
        zip(
            PROMISES,
            (
                "heartbeat" in (crashed["message"] or ""),
                again["id"] != run and again["parameters"]["week"] == week,
                end["name"] == "Completed",
                ended_s <= LIMIT_S,
                is_one_plan(home, week),
            ),
            strict=True,
        )
    )
    return Story(week, step, crashed_s, begun_s, ended_s, os.getloadavg()[1], kept)


def is_one_plan(home: Path, week: str) -> bool:
    """Tell whether the store holds one plan of the week, and each of its visits once.

    Looked at in a process of its own: the store's keys are this home's.
    """
    look = (
        "import json\nfrom inspection import acts\nfrom inspection.store.queries import plans, visits\n"
        f"s = acts.office().store\np = [one for one in plans(s) if one.week == {week!r}]\n"
        "v = [(one.team, one.day, one.workplace) for p_ in p for one in visits(s, plan_id=p_.id)]\n"
        "print(json.dumps([len(p), len(v), len(set(v))]))"
    )
    env = {**os.environ, "VIGIE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", look], env=env, capture_output=True, text=True, check=True)
    many, all_visits, different = json.loads(done.stdout)
    return bool(many == 1 and all_visits and all_visits == different)


def main() -> int:
    """Make a home, kill as often as asked, print and keep what happened."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--home", type=Path, help="a home with registers and teams; a small demo by default")
    parser.add_argument("--keep", type=Path, help="file to add the record to")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="vigie-crash-") as folder:
        home = asked.home or Path(folder) / "home"
        if asked.home is None:
            vigie(home, "demo", "--scale", "small")
            vigie(home, "ingest")
            vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
        stories = []
        for n in range(asked.kills):
            week = str(IsoWeek.after(today() + timedelta(weeks=n)))
            with started(home):
                stories.append(one_kill(home, week))
                print(stories[-1].line(), flush=True)
    ran_on = machine()
    head = f"{today()}, {ran_on['cpu']}, {ran_on['cores']} cores, Python {ran_on['python']}"
    record = "\n".join([head, *(one.line() for one in stories)])
    if asked.keep:
        with asked.keep.open("a", encoding="utf-8") as file:
            file.write(record + "\n")
    return int(not all(all(one.kept.values()) for one in stories))


if __name__ == "__main__":
    sys.exit(main())
