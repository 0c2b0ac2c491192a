"""What prefect.yaml declares is what the flows, the design and the how-to say, without a server."""

import re
from pathlib import Path
from typing import Any

import pytest

from flows.scheduling.setup import FILE, OURS, written

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs/how-to/run-on-prefect.md").read_text(encoding="utf-8")
# Deployment → its hour in Brussels, as the design says. `learn` does not exist yet.
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


def test_the_command_the_readme_and_the_makefile_lead_to_it() -> None:
    """One paragraph, one target, one command."""
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    assert "docs/how-to/run-on-prefect.md" in readme
    assert "make prefect" in readme
    assert "vigie prefect start" in makefile
    for command in ("vigie prefect setup", "vigie prefect start", "make prefect", "make crash"):
        assert command in HOW_TO
