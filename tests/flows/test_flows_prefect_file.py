"""What prefect.yaml declares is what the flows, the design and the how-to say, without a server."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders_flows import environment

from flows.scheduling.setup import FILE, OURS, set_up, written
from inspection.errors import SettingsFault

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs/how-to/run-on-prefect.md").read_text(encoding="utf-8")
# Deployment → its hour in Brussels, as the design says.
HOURS = {
    "ingest-registers/nightly": "30 2 * * *",
    "plan-week/thursday": "0 6 * * 4",
    "deliver-referrals/net": "*/5 * * * *",
    "chase/chase": "*/10 * * * *",
    "reconcile/morning": "15 6 * * *",
    "publish-lists/monday": "0 7 * * 1",
    "publish-reports/month": "0 6 1-5 * *",
    "publish-reports/biennial": "30 6 1-5 1 *",
    "publish-reports/meeting": None,
    "keep/keep": "45 3 * * *",
    "back-up/backup": "30 1 * * *",
    "rehearse-restore/drill": "30 4 * * *",
    "learn/learning": "0 3 1 * *",
    "watch-run/watch": None,
}


def named(deployment: dict[str, Any]) -> str:
    """A deployment as one asks for it: its flow and its name."""
    return f"{deployment['entrypoint'].partition(':')[2].replace('_', '-')}/{deployment['name']}"


def test_prefect_itself_finds_the_file_where_it_looks() -> None:
    """In the project's folder `prefect deploy` reads the very file that lies beside the flows, and the wheel holds."""
    assert (ROOT / "prefect.yaml").samefile(FILE)
    assert FILE.parent == ROOT / "flows"


def test_every_flow_has_a_deployment_at_its_hour() -> None:
    """A flow that nobody schedules and nobody can ask for does not happen; hours are Brussels' own."""
    hours = {named(d): [(s["cron"], s["timezone"]) for s in d.get("schedules", [])] for d in written()["deployments"]}
    assert hours == {name: [(cron, "Europe/Brussels")] if cron else [] for name, cron in HOURS.items()}
    files = [f for f in (ROOT / "flows").glob("*.py") if "\n@flow\n" in f.read_text(encoding="utf-8")]
    assert {f.name for f in files} == {Path(d["entrypoint"].partition(":")[0]).name for d in written()["deployments"]}


@pytest.mark.parametrize("deployment", written()["deployments"], ids=named)
def test_an_entrypoint_is_a_flow(deployment: dict[str, Any]) -> None:
    """The file is there, and the function in it is a flow."""
    file, _, function = deployment["entrypoint"].partition(":")
    assert f"\n@flow\ndef {function}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("deployment", written()["deployments"], ids=named)
def test_a_run_says_its_kind_lives_aloud_and_never_runs_beside_itself(deployment: dict[str, Any]) -> None:
    """Tags for whoever looks, a limit of one, a heartbeat within what the automation waits."""
    work = deployment["work_pool"]
    (heard,) = (a for a in written()["automations"] if a["name"] == "vigie: heartbeat lost")
    beats = int(work["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
    assert 2 * beats < heard["trigger"]["within"], "one heartbeat that is lost on its way kills nobody"
    assert work["name"] in {pool["name"] for pool in written()["work_pools"]}
    if deployment["name"] == "watch":
        assert deployment["tags"] == ["vigie-watch"], "who watches is not watched: it would begin itself for ever"
        return
    assert deployment["concurrency_limit"]["limit"] == 1
    assert "vigie" in deployment["tags"]
    assert {tag.partition(":")[0] for tag in deployment["tags"]} == {"vigie", "kind", "every"}


def test_automations_bear_our_name_and_begin_what_is_deployed() -> None:
    """Ours are told from others' by their names; each thing that they begin exists, and is told which run."""
    deployed = {named(d) for d in written()["deployments"]}
    told = set()
    for automation in written()["automations"]:
        assert automation["name"].startswith(OURS)
        assert automation["description"]
        for action in automation["actions"]:
            if action["type"] == "run-deployment":
                assert action["deployment"] in deployed
                assert action["parameters"]["run"] == {"__prefect_kind": "jinja", "template": "{{ flow_run.id }}"}
                told.add(action["parameters"]["what"])
    assert told == {"failed", "late", "crashed"}


def test_the_how_to_names_every_deployment_and_automation_and_no_other() -> None:
    """Whoever reads the page finds what stands on the server."""
    rows = set(re.findall(r"^\| `([a-z-]+/[a-z]+)` \|", HOW_TO, re.MULTILINE))
    assert rows == {named(d) for d in written()["deployments"]}
    assert set(re.findall(r"^\| `(vigie: [a-z ]+)` \|", HOW_TO, re.MULTILINE)) == {
        a["name"] for a in written()["automations"]
    }


LOOK = """
import json, sys
from types import SimpleNamespace as Thing
from uuid import UUID
from prefect.events.schemas.automations import Automation
from flows.scheduling.setup import _automations, written
from inspection.errors import SettingsFault

ID = UUID(int=1)

class Server:
    def __init__(self): self.kept = {}
    def read_automations(self): return [Automation(id=ID, **one.model_dump()) for one in self.kept.values()]
    def read_deployment_by_name(self, name): return Thing(id=ID)
    def read_block_document_by_name(self, name, kind): return Thing(id=UUID(int=len(name)))
    def create_automation(self, made): self.kept[made.name] = made
    def update_automation(self, id, made): self.kept[made.name] = made

server = Server()
for notify, no_notify in ((None, False), ("slack-webhook/a", False), (None, False), ("slack-webhook/bb", False),
                          (None, False), (None, True), (None, False)):
    states = sorted({one.state for one in _automations(server, notify, no_notify)})
    told = [a for one in server.kept.values() for a in one.actions if a.type == "send-notification"]
    print(json.dumps([states, len(told), sorted({a.block_document_id.int for a in told})]))
"""


@pytest.mark.battery(reason="it loads Prefect; what the file says is read in every run")
def test_what_an_automation_tells_stays_until_somebody_says_otherwise(tmp_path: Path) -> None:
    """Set up again without a word it keeps its notification; another block takes its place; `--no-notify` ends it."""
    env = environment(tmp_path, PREFECT_HOME=str(tmp_path / "prefect"), DO_NOT_TRACK="1")
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        [["made"], 0, []],
        [["changed", "stands"], 3, [1]],
        [["stands"], 3, [1]],
        [["changed", "stands"], 3, [2]],
        [["stands"], 3, [2]],
        [["changed", "stands"], 0, []],
        [["stands"], 0, []],
    ]


def test_a_notification_is_not_asked_for_and_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a server is asked."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(SettingsFault) as fault:
        set_up("slack-webhook/a", no_notify=True)
    assert fault.value.code == "SETTING-059"


def test_the_how_to_says_who_is_not_watched() -> None:
    """A watcher that is killed tells nobody: whoever keeps the machines running must know."""
    assert "**Who watches is not watched.**" in HOW_TO
    assert "--no-notify" in HOW_TO


def test_the_command_the_readme_and_the_makefile_lead_to_it() -> None:
    """One paragraph, one target, one command."""
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    assert "docs/how-to/run-on-prefect.md" in readme
    assert "make prefect" in readme
    assert "vigie prefect start" in makefile
    for command in ("vigie prefect setup", "vigie prefect start", "make prefect", "make crash"):
        assert command in HOW_TO
