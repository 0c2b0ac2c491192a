"""A real Prefect server and a process worker: the schedules are registered, run, and learn nothing about anybody."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
import yaml
from builders_acts import SIGNS
from builders_control import a_raw_control, the_checklist
from builders_flows import DISTRICTS, environment, next_week, vigie

from inspection.store import new_id
from inspection.time_of import now, today

pytestmark = pytest.mark.prefect
ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))
DISTRICT, WORKPLACE, REFNIS = "eupen", "est:8999999901", "63023"
PERSON = {"ref": "P1", "name": "Quidam Vandecanari", "national_number": "99999999999", "hearing_language": "de"}
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",  # what runs here is what the tests ask for
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    "PREFECT_CLI_COLORS": "false",
}


@dataclass(frozen=True)
class House:
    """A home, and the Prefect that runs its schedules."""

    home: Path
    folder: Path
    api: str
    env: dict[str, str]

    def prefect(self, *args: str) -> str:
        """Run Prefect's command in the project's folder."""
        done = subprocess.run(
            [PREFECT, "--no-prompt", *args], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the server: GET without a body, POST with one."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.api + path, data=data, headers={"Content-Type": "application/json"})  # noqa: S310
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def run(self, deployment: str, **parameters: Any) -> str:
        """Ask for a run of a deployment, and return its id."""
        found = self.ask(f"/deployments/name/{deployment}")
        made = self.ask(f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        return str(made["id"])

    def ended(self, run: str, seconds: float = 90) -> str:
        """Wait for a run to end, and return how."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.ask(f"/flow_runs/{run}")["state"]
            if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
                return str(state["type"])
            time.sleep(0.5)
        return "still running"


@pytest.fixture(scope="module")
def house(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a home with a referral that waits, a Prefect server, its deployments and a worker; end all of them."""
    folder = tmp_path_factory.mktemp("prefect")
    api = f"http://127.0.0.1:{_free_port()}/api"
    env = environment(
        folder / "home", PREFECT_HOME=str(folder / "prefect"), PREFECT_API_URL=api, VIGIE_ROOT=str(ROOT), **QUIET
    )
    house = House(folder / "home", folder, api, env)
    with ExitStack() as stack:
        port = api.split(":")[2].removesuffix("/api")
        stack.enter_context(_running(house, "server", "server", "start", "--host", "127.0.0.1", "--port", port))
        shutil.copytree(ready_home, house.home)
        _queue_a_referral(house.home, folder)
        _wait_for(house)
        house.prefect("work-pool", "create", "vigie", "--type", "process")
        house.prefect("deploy", "--all")
        stack.enter_context(_running(house, "worker", "worker", "start", "--pool", "vigie", "--type", "process"))
        yield house


@contextmanager
def _running(house: House, name: str, *args: str) -> Iterator[None]:
    """Run a Prefect process with a log of its own for as long as the block runs, and end it with all its children."""
    with (house.folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            [PREFECT, *args], cwd=ROOT, env=house.env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield
        finally:
            for ending in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, ending)
                    process.wait(timeout=10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(house: House, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            house.ask("/health")
        except (URLError, ConnectionError, TimeoutError):
            assert time.monotonic() < until, (house.folder / "server.log").read_text()
            time.sleep(0.3)
        else:
            return


def _queue_a_referral(home: Path, folder: Path) -> None:
    """Import a control whose inspector said yes: its deliveries wait for the net."""
    on = today()
    control = a_raw_control(
        on=on,
        control_id=new_id(),
        workplace=WORKPLACE,
        checklist=the_checklist("restaurants", on).ref.model_dump(),
        answers=dict(SIGNS),
        persons=[{**PERSON, "answers": {}}],
        suspicion={"decision": "yes", "grounds": "papers held", "decided_at": now().isoformat()},
        entered_at=f"{on}T00:00:00+01:00",
        left_at=f"{on}T00:10:00+01:00",
        report_language="de",
    )
    file = folder / "control.json"
    file.write_text(json.dumps(control))
    args = ("--by", f"insp-{DISTRICT}-1", "--place", REFNIS, "--json")
    assert vigie(home, "control", "import", str(file), *args).value["reference"]


def test_every_deployment_is_registered_with_its_schedule(house: House) -> None:
    """`prefect deploy --all` puts every schedule of prefect.yaml on the server, in Brussels' time."""
    written = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    wanted = {d["name"]: (d["entrypoint"], d["schedules"][0]["cron"]) for d in written}
    found = {d["name"]: d for d in house.ask("/deployments/filter", {})}
    names = {"nightly", "thursday", "net", "chase", "morning", "monday", "month", "biennial", "keep"}
    assert set(found) == set(wanted) == names
    for name, (entrypoint, cron) in wanted.items():
        (schedule,) = found[name]["schedules"]
        assert found[name]["entrypoint"] == entrypoint
        assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == (cron, "Europe/Brussels")
        assert schedule["active"]
        assert found[name]["work_pool_name"] == "vigie"
        assert found[name]["description"]


def test_a_worker_plans_a_week_and_delivers_once_and_prefect_learns_nothing(house: House) -> None:
    """Both runs complete; plan and deliveries stand in our store; in Prefect's database and logs is nobody."""
    planned = house.run("plan-week/thursday", week=next_week(), seed=7)
    sent = house.run("deliver-referrals/net")
    assert [house.ended(run) for run in (sent, planned)] == ["COMPLETED"] * 2, _logs(house)

    assert (house.home / "out" / next_week() / "plan.json").is_file()
    args = ("--by", f"supervisor-{DISTRICT}", "--latest", "--week", next_week(), "--json")
    assert [d["district"] for d in vigie(house.home, "approve", *args).value["districts"]] == list(DISTRICTS)

    assert vigie(house.home, "refer", "send", "--json").value["sent"] == 0
    listed = vigie(house.home, "refer", "list", "--json", "--by", "supervisor-leuven").value
    states = {d["recipient"]: d["state"] for d in listed}
    assert len(states) >= 2
    assert set(states.values()) == {"delivered"}
    dropped = sorted(file.parent.parent.name for file in (house.home / "outbox").glob("*/*/manifest.json"))
    assert dropped == sorted(states), "one bundle an addressee"

    secret = _secrets(house.home)
    files = [file for file in (*house.folder.glob("*.log"), *(house.folder / "prefect").rglob("*")) if file.is_file()]
    assert any(next_week().encode() in file.read_bytes() for file in files), "the scan reads what Prefect keeps"
    leaked = {(file.name, word) for file in files for word in secret if word.encode() in file.read_bytes()}
    assert not leaked
    tasks = {run["name"].rsplit("-", 1)[0] for run in house.ask("/task_runs/filter", {})}
    assert {"assess-workplaces", "plan-districts", "hand-over"} <= tasks
    told = [row["message"] for row in house.ask("/logs/filter", {"limit": 200})]
    assert f"plan {len(DISTRICTS)}/{len(DISTRICTS)}" in told, "what the steps say of themselves is in the run's log"


def _secrets(home: Path) -> set[str]:
    """What Prefect may not know: the person found, the names of the roster, each workplace of the plan and the case."""
    plan = json.loads((home / "out" / next_week() / "plan.json").read_text())
    stops = [stop for round_ in plan["rounds"] for stop in round_["stops"]]
    roster = json.loads((home / "registers/roster/teams.json").read_text())
    words = {str(PERSON["name"]), str(PERSON["national_number"]), WORKPLACE, WORKPLACE[4:], "papers held"}
    words |= {stop["workplace"].partition(":")[2] for stop in stops} | {stop["code"] for stop in stops}
    return words | {user["name"] for user in roster["users"]}


def _logs(house: House) -> str:
    rows = house.ask("/logs/filter", {"limit": 200})
    return "\n".join([row["message"] for row in rows] + [file.read_text() for file in house.folder.glob("*.log")])
