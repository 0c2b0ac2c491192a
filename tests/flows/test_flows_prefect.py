"""A real Prefect server and a process worker: the schedules are registered, run, and learn nothing about anybody."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
import yaml
from builders_acts import SIGNS
from builders_control import a_raw_control, the_checklist
from builders_flows import DISTRICTS, As, environment, last_week, next_week, vigie, written

from inspection.store.core import new_id
from inspection.time_of import IsoWeek, now, today

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.battery(reason="a Prefect server, a worker and every run of it start as processes: 110 s"),
]
ROOT = Path(__file__).parents[2]
PREFECT = str(Path(sys.executable).with_name("prefect"))
VIGIE = str(Path(sys.executable).with_name("vigie"))
DISTRICT, WORKPLACE, REFNIS = "eupen", "est:8999999901", "63023"
PERSON = {"ref": "P1", "name": "Quidam Vandecanari", "national_number": "99999999999", "hearing_language": "de"}
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # a busy machine makes SQLite refuse whoever waits for their turn
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

    def set_up(self) -> list[dict[str, str]]:
        """Run `vigie prefect setup`, and return what it says of each thing."""
        done = subprocess.run(
            [VIGIE, "prefect", "setup", "--json"], cwd=self.folder, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said: list[dict[str, str]] = json.loads(done.stdout)
        return said

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the server: GET without a body, POST with one."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.api + path, data=data, headers={"Content-Type": "application/json"})  # noqa: S310
        until = time.monotonic() + 300
        while True:
            try:
                with urlopen(request, timeout=60) as answer:  # noqa: S310
                    return json.load(answer)
            except HTTPError as fault:  # a server that has much to do says so
                if fault.code != 503 or time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def run(self, deployment: str, *, scheduled: str | None = None, tags: Sequence[str] = (), **parameters: Any) -> str:
        """Ask for a run of a deployment, now or at a moment, and return its id."""
        found = self.ask(f"/deployments/name/{deployment}")
        wanted: dict[str, Any] = {"parameters": parameters, "tags": list(tags)}
        if scheduled:
            wanted["state"] = {"type": "SCHEDULED", "state_details": {"scheduled_time": scheduled}}
        return str(self.ask(f"/deployments/{found['id']}/create_flow_run", wanted)["id"])

    def crash(self, run: str) -> None:
        """Mark a run as crashed, as the automation does that hears no heartbeat."""
        self.ask(f"/flow_runs/{run}/set_state", {"state": {"type": "CRASHED", "name": "Crashed"}, "force": True})

    def followed(self, run: str) -> dict[str, Any]:
        """Wait for the run that does the work of one that crashed, and return it."""
        key = {"flow_runs": {"idempotency_key": {"any_": [f"begun-again:{run}"]}}}
        return self.soon(lambda: next(iter(self.ask("/flow_runs/filter", key)), None))  # type: ignore[no-any-return]

    def alerts(self, kind: str) -> list[str]:
        """Wait for alerts of a kind in the house's own list, and return what they are about."""
        line = ("alerts", "list", As("direction-1"), "--json")
        return self.soon(lambda: [a["subject"] for a in vigie(self.home, *line).value if a["kind"] == kind])  # type: ignore[no-any-return]

    def soon(self, found: Callable[[], Any], seconds: float = 300) -> Any:
        """Wait until something is found, and return it."""
        until = time.monotonic() + seconds
        while not (seen := found()):
            assert time.monotonic() < until, _logs(self)
            time.sleep(0.5)
        return seen

    def ended(self, run: str, seconds: float = 300) -> str:
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
    env = environment(folder / "home", PREFECT_HOME=str(folder / "prefect"), PREFECT_API_URL=api, **QUIET)
    house = House(folder / "home", folder, api, env)
    with ExitStack() as stack:
        port = api.split(":")[2].removesuffix("/api")
        stack.enter_context(_running(house, "server", "server", "start", "--host", "127.0.0.1", "--port", port))
        shutil.copytree(ready_home, house.home)
        _queue_a_referral(house.home, folder)
        _wait_for(house)
        assert {one["state"] for one in house.set_up()} == {"made"}
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
                    process.wait(timeout=60)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(house: House, seconds: float = 300) -> None:
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
    args = (As(f"insp-{DISTRICT}-1"), "--place", REFNIS, "--json")
    assert vigie(home, "control", "import", str(file), *args).value["reference"]


def test_one_command_makes_everything_and_again_changes_nothing(house: House) -> None:
    """Pool, deployments in Brussels' time with tags and a limit, automations that begin what they name.

    An automation of ours that is not written any more goes, and what others made is left alone.
    """
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    never = {"expect": ["vigie.never"], "threshold": 1, "within": 0}  # without an event, it would answer its own
    trigger = {"type": "event", "posture": "Reactive", **never}
    for name in ("theirs", "vigie: of an earlier version"):
        house.ask("/automations/", {"name": name, "trigger": trigger, "actions": [{"type": "do-nothing"}]})
    again = {one["name"]: one["state"] for one in house.set_up()}
    assert again.pop("vigie: of an earlier version") == "removed"
    assert set(again.values()) == {"stands"}, again
    found = {d["name"]: d for d in house.ask("/deployments/filter", {})}
    assert set(found) == {d["name"] for d in declared["deployments"]}
    for one in declared["deployments"]:
        deployment = found[one["name"]]
        schedules = [(s["schedule"]["cron"], s["schedule"]["timezone"]) for s in deployment["schedules"] if s["active"]]
        assert schedules == [(s["cron"], "Europe/Brussels") for s in one.get("schedules", [])]
        assert deployment["entrypoint"] == one["entrypoint"]
        assert deployment["work_pool_name"] == "vigie"
        assert deployment["description"]
        assert deployment["tags"] == written["tags"]
        limit = deployment["global_concurrency_limit"]
        assert (limit["limit"] if limit else None) == written.get("concurrency_limit", {}).get("limit")
    automations = {a["name"]: a for a in house.ask("/automations/filter", {})}
    assert automations.pop("theirs")
    assert set(automations) == {a["name"] for a in declared["automations"]}
    begun = [
        action["deployment_id"] for a in automations.values() for action in a["actions"] if "deployment_id" in action
    ]
    assert set(begun) == {found["watch"]["id"]}
    assert all(a["enabled"] for a in automations.values())


def test_a_worker_plans_a_week_and_delivers_once_and_prefect_learns_nothing(house: House) -> None:
    """Both runs complete; plan and deliveries stand in our store; in Prefect's database and logs is nobody."""
    planned = house.run("plan-week/thursday", week=next_week())
    sent = house.run("deliver-referrals/net")
    taken = house.run("ingest-registers/nightly")
    assert [house.ended(run) for run in (sent, planned, taken)] == ["COMPLETED"] * 3, _logs(house)

    assert (house.home / "out" / next_week() / "plan.json").is_file()
    args = (As(f"supervisor-{DISTRICT}"), "--latest", "--week", next_week(), "--json")
    assert [d["district"] for d in vigie(house.home, "approve", *args).value["districts"]] == list(DISTRICTS)

    assert vigie(house.home, "refer", "send", "--json").value["sent"] == 0
    listed_now = vigie(house.home, "refer", "list", "--json", As("supervisor-leuven")).value
    states = {d["recipient"]: d["state"] for d in listed_now}
    assert len(states) >= 2
    assert set(states.values()) == {"delivered"}
    dropped = sorted(file.parent.parent.name for file in (house.home / "outbox").glob("*/*/manifest.json.sealed"))
    assert dropped == sorted(states), "one bundle an addressee"

    listed = house.run("publish-lists/monday")
    assert house.ended(listed) == "COMPLETED", _logs(house)

    runs = {run: house.ask(f"/flow_runs/{run}") for run in (planned, sent, taken, listed)}
    assert runs[planned]["name"] == f"plan-week {next_week()}"
    assert {"vigie", "kind:plan", f"week:{next_week()}", "service:ONSS"} <= set(runs[planned]["tags"])
    assert runs[listed]["name"] == f"publish-lists {last_week()}"
    assert {"kind:lists", f"week:{last_week()}"} <= set(runs[listed]["tags"])
    assert runs[sent]["name"].startswith(f"deliver-referrals {today()} ")
    assert {"kind:intake", f"week:{IsoWeek.of(today())}"} <= set(runs[taken]["tags"])

    accounts = {a["key"]: a["data"] for a in house.ask("/artifacts/filter", {}) if a["type"] == "markdown"}
    assert set(accounts) == {f"plan-{next_week()}".lower(), f"lists-{last_week()}".lower(), "intake"}
    plan = json.loads((house.home / "out" / next_week() / "plan.json").read_text())
    for part in plan["districts"]:
        assert (
            f"| {part['district']} | {part['eligible']} | {part['placed']} |" in accounts[f"plan-{next_week()}".lower()]
        )
    assert "| kbo |" in accounts["intake"]
    assert "| aud-" in accounts[f"lists-{last_week()}".lower()]

    secret = _secrets(house.home)
    files = [file for file in (*house.folder.glob("*.log"), *(house.folder / "prefect").rglob("*")) if file.is_file()]
    assert any(next_week().encode() in file.read_bytes() for file in files), "the scan reads what Prefect keeps"
    leaked = {(file.name, word) for file in files for word in secret if word.encode() in file.read_bytes()}
    assert not leaked
    tasks = {run["name"].rsplit("-", 1)[0] for run in house.ask("/task_runs/filter", {})}
    assert {"assess-workplaces", "plan-districts", "hand-over"} <= tasks
    told = [row["message"] for row in house.ask("/logs/filter", {"limit": 200})]
    assert f"plan {len(DISTRICTS)}/{len(DISTRICTS)}" in told, "what the steps say of themselves is in the run's log"


def test_an_approved_week_is_refused_before_the_work_and_told(house: House) -> None:
    """The run fails without measuring a workplace; the automation asks for `watch`, and the direction has an alert."""
    refused = house.run("plan-week/thursday", week=next_week())
    assert house.ended(refused) == "FAILED"
    assert "PLAN-222" in house.ask(f"/flow_runs/{refused}")["state"]["message"]
    wanted = {"flow_run_id": {"any_": [refused]}}
    tasks = {run["name"].rsplit("-", 1)[0] for run in house.ask("/task_runs/filter", {"task_runs": wanted})}
    assert tasks == {"read-roster"}
    assert f"plan-week:{refused}" in house.alerts("run_failed")


def test_what_was_killed_is_begun_again_twice_at_most_and_told(house: House) -> None:
    """Marked as crashed, a run is followed by another with its parameters and tags; the third time nobody begins it."""
    run = house.run("reconcile/morning", scheduled="2099-01-01T00:00:00Z")
    house.crash(run)
    second = house.followed(run)
    assert house.ended(second["id"]) == "COMPLETED", _logs(house)
    assert {"vigie", "kind:delivery", "begun-again:1"} <= set(second["tags"])
    assert f"reconcile:{run}" in house.alerts("run_crashed")
    last = house.run("reconcile/morning", scheduled="2099-01-01T00:00:00Z", tags=["begun-again:2"])
    house.crash(last)
    assert f"reconcile:{last}" in house.alerts("run_given_up")
    assert not house.ask("/flow_runs/filter", {"flow_runs": {"idempotency_key": {"any_": [f"begun-again:{last}"]}}})


def _secrets(home: Path) -> set[str]:
    """What Prefect may not know: the person found, the names of the roster, each workplace of the plan and the case."""
    plan = json.loads((home / "out" / next_week() / "plan.json").read_text())
    stops = [stop for round_ in plan["rounds"] for stop in round_["stops"]]
    roster = json.loads(written(home, "roster/teams.json"))
    words = {str(PERSON["name"]), str(PERSON["national_number"]), WORKPLACE, WORKPLACE[4:], "papers held"}
    words |= {stop["workplace"].partition(":")[2] for stop in stops} | {stop["code"] for stop in stops}
    words |= {stop["name"] for stop in stops} | {stop["address"] for stop in stops if len(stop["address"]) > 8}
    return words | {user["name"] for user in roster["users"]}


def _logs(house: House) -> str:
    rows = house.ask("/logs/filter", {"limit": 200})
    return "\n".join([row["message"] for row in rows] + [file.read_text() for file in house.folder.glob("*.log")])
